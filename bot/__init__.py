"""Claimwatch: reads war news, writes down who claims what, and says where two sources cannot both be right."""

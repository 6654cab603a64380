"""A feed of one item, "Packed", and 200 MB of spaces, in Brotli and Zstandard: made once, to be sent by a server.

Packed by brotli 1.2.1 and by backports.zstd 1.8.0 (zstd 1.5.7). The bombs are packed once more, with zlib.
"""

from __future__ import annotations

import zlib
from base64 import b85decode
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """Bodies in one encoding."""

    feed: bytes
    bomb: bytes


PACKED_BR: Final = Packed(
    feed=b85decode(
        "8#)F6WNl4lo9X3y18zDX^;4t}4(Q49rV6#5J)8MSCYuSWAge-?g(MY4s)5bx?P;Tw%9)LUDTryLqOXTBlMkU>Hphpg5}zOt&o=YY"
        "56Ops{0_y1fW!rBOd2suUY1gxNq|Ll9rjwq=Oe+26Tc6&Jf%#cFQBDWL{DV1+u|CZe0V<U&}c(?tyTb4^oK%Z9jwzWAt{q?Je+Pk"
        "hi^lcH^yVALHOG@28iAm8{l(&fQ#+po97=rmQvn)cK;{P1}+=gADIv+9fGw-I0xoi1^"
    ),
    bomb=zlib.decompress(
        b85decode(
            "c-lMt|Gzzhio>Ig4n^<(|M>r(y@AC+My%o8U-|$4|1(Tr=s3)DVekLP|NqM~2r(2!FzotX|L6aIW(Ot(K5mEa|N8&`uV?UJIFiWt"
            ";@<y{|Nrwda5h-zFx>rZ|L^~QMg>NJcGd;e|Br($VR*EGp=9V;vi}c%95cj{*}K^QT?d-E"
        )
    ),
)
PACKED_ZSTD: Final = Packed(
    feed=b85decode(
        "D77#BU^@jx2mlsPGafLJ8xJkh&{9iTE^C1uI|O@lqC9=#UzfBOG!#@ID*!0~EdV>)F9)sNwMh85yyC7D|0&1tum8bGnok9DN@fQK"
        "dLqa0U^Qi9)Gf_{1N}`wxgy7Hk5<$4<KDZ{WS3XD>&w(0R)59I?hDrb)id*cuTc{-X9KUUYE#{7E}?@(mLMPqMM45#=GwvOwZzMi"
        "216l8DnJ?yAc1aLLkW=vTt`@JPPx0wY%*bSS)a>vNs9YID^OnszIMy&W1G}9N@s*nzRs`o8x<4)&gCMk<>8`~^U=$IpEXbh8{?Q#"
        "FI)#n)LoY*NP~So3*1Q_E(0@_$*%wbRe&c29007_CLR"
    ),
    bomb=zlib.decompress(
        b85decode("c-rm8u?;{_6ac{ID<$$rc%@El4~20or5EcMK?GwcuDIleZM@edj<cI1YGxDHGwr2(2LJ#700922t$n_-J~Au")
    ),
)

"""English irregular verbs: the form that a past tense or participle belongs to.

Treebanks show the rare ones ("retook", "overran", "besought") too seldom for a lemmatizer to learn them. The list is
the usual one of any English grammar, with the verbs that prefixes make of it.
"""

# Base form, past tense, past participle; forms with a slash are both in use. Forms that are also the base form of
# another verb ("found", "fell", "lay", "wound") are safe here because only past tenses and participles are looked up.
_PRINCIPAL_PARTS = """
arise arose arisen; awake awoke awoken; be was/were been; bear bore borne/born; beat beat beaten; become became become;
befall befell befallen; beget begot begotten; begin began begun; behold beheld beheld; bend bent bent;
beseech besought besought; beset beset beset; bet bet bet; bid bid/bade bid/bidden; bind bound bound; bite bit bitten;
bleed bled bled; blow blew blown; break broke broken; breed bred bred; bring brought brought;
broadcast broadcast broadcast; build built built; burn burnt burnt; burst burst burst; bust bust bust;
buy bought bought; cast cast cast; catch caught caught; choose chose chosen; cling clung clung; come came come;
cost cost cost; creep crept crept; cut cut cut; deal dealt dealt; dig dug dug; do did done; draw drew drawn;
dream dreamt dreamt; drink drank drunk; drive drove driven; dwell dwelt dwelt; eat ate eaten; fall fell fallen;
feed fed fed; feel felt felt; fight fought fought; find found found; flee fled fled; fling flung flung; fly flew flown;
forbid forbade forbidden; forecast forecast forecast; foresee foresaw foreseen; forget forgot forgotten;
forgive forgave forgiven; forsake forsook forsaken; freeze froze frozen; get got got/gotten; give gave given;
go went gone; grind ground ground; grow grew grown; hang hung hung; have had had; hear heard heard; hide hid hidden;
hit hit hit; hold held held; hurt hurt hurt; keep kept kept; kneel knelt knelt; know knew known; lay laid laid;
lead led led; leap leapt leapt; learn learnt learnt; leave left left; lend lent lent; let let let; lie lay lain;
light lit lit; lose lost lost; make made made; mean meant meant; meet met met; mislead misled misled;
mistake mistook mistaken; offset offset offset; outfight outfought outfought;
outrun outran outrun; overcome overcame overcome; overfly overflew overflown; override overrode overridden;
overrun overran overrun; oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown;
partake partook partaken; pay paid paid; put put put; quit quit quit; read read read; rebuild rebuilt rebuilt;
recast recast recast; redo redid redone; remake remade remade; resell resold resold; reset reset reset;
retake retook retaken; retell retold retold; rethink rethought rethought; rewrite rewrote rewritten; rid rid rid;
ride rode ridden; ring rang rung; rise rose risen; run ran run; say said said; see saw seen; seek sought sought;
sell sold sold; send sent sent; set set set; shake shook shaken; shed shed shed; shine shone shone; shoot shot shot;
show showed shown; shrink shrank shrunk; shut shut shut; sing sang sung; sink sank sunk; sit sat sat; slay slew slain;
sleep slept slept; slide slid slid; sling slung slung; slit slit slit; speak spoke spoken; speed sped sped;
spend spent spent; spill spilt spilt; spin spun spun; spit spat spat; split split split; spoil spoilt spoilt;
spread spread spread; spring sprang sprung; stand stood stood; steal stole stolen; stick stuck stuck;
sting stung stung; strew strewed strewn; stride strode stridden; strike struck struck/stricken; string strung strung;
strive strove striven; swear swore sworn; sweep swept swept; swell swelled swollen; swim swam swum; swing swung swung;
take took taken; teach taught taught; tear tore torn; tell told told; think thought thought; throw threw thrown;
thrust thrust thrust; tread trod trodden; undercut undercut undercut; undergo underwent undergone;
understand understood understood; undertake undertook undertaken; undo undid undone; uphold upheld upheld;
upset upset upset; wake woke woken; wear wore worn; weave wove woven; weep wept wept; win won won; wind wound wound;
withdraw withdrew withdrawn; withhold withheld withheld; withstand withstood withstood; wring wrung wrung;
write wrote written; backslide backslid backslid; breastfeed breastfed breastfed; interweave interwove interwoven;
regrow regrew regrown; rerun reran rerun; resend resent resent;
unfreeze unfroze unfrozen; retread retrod retrodden; rewind rewound rewound
"""


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in _PRINCIPAL_PARTS.replace("\n", " ").split(";"):
        base, *forms = entry.split()
        for alternatives in forms:
            for form in alternatives.split("/"):
                table[form] = base
    return table


# Past tense or participle, lower case -> base form.
IRREGULAR_VERBS = _table()

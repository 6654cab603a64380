"""Base forms of English verbs, and of the nouns whose plural is irregular.

Treebanks show the verbs of war news ("repelled", "besieging", "retook") too seldom for a lemmatizer to learn where
an "e" or a doubled letter belongs. The irregular verbs are the usual list of any English grammar, with the verbs that
prefixes make of them; the regular ones are those that reports on fighting, damage, officials and their statements use.
Treebanks also disagree with themselves on "people" and "troops", which are their own base forms here.
"""

# A star says that the last letter doubles before "-ing" (and "-ed", where the verb is regular).
# Base form, past tense, past participle; forms with a slash are both in use. Forms that are also the base form of
# another verb ("found", "fell", "lay", "wound") are safe here because only past tenses and participles are looked up.
_PRINCIPAL_PARTS = """
arise arose arisen; awake awoke awoken; be was/were been; bear bore borne/born; beat beat beaten; become became become;
befall befell befallen; beget* begot begotten; begin* began begun; behold beheld beheld; bend bent bent;
beseech besought besought; beset* beset beset; bet* bet bet; bid* bid/bade bid/bidden; bind bound bound;
bite bit bitten; bleed bled bled; blow blew blown; break broke broken; breed bred bred; bring brought brought;
broadcast broadcast broadcast; build built built; burn burnt burnt; burst burst burst; bust bust bust;
buy bought bought; cast cast cast; catch caught caught; choose chose chosen; cling clung clung; come came come;
cost cost cost; creep crept crept; cut* cut cut; deal dealt dealt; dig* dug dug; do did done; draw drew drawn;
dream dreamt dreamt; drink drank drunk; drive drove driven; dwell dwelt dwelt; eat ate eaten; fall fell fallen;
feed fed fed; feel felt felt; fight fought fought; find found found; flee fled fled; fling flung flung; fly flew flown;
forbid* forbade forbidden; forecast forecast forecast; foresee foresaw foreseen; forget* forgot forgotten;
forgive forgave forgiven; forsake forsook forsaken; freeze froze frozen; get* got got/gotten; give gave given;
go went gone; grind ground ground; grow grew grown; hang hung hung; have had had; hear heard heard; hide hid hidden;
hit* hit hit; hold held held; hurt hurt hurt; keep kept kept; kneel knelt knelt; know knew known; lay laid laid;
lead led led; leap leapt leapt; learn learnt learnt; leave left left; lend lent lent; let* let let; lie lay lain;
light lit lit; lose lost lost; make made made; mean meant meant; meet met met; mislead misled misled;
mistake mistook mistaken; offset* offset offset; outfight outfought outfought;
outrun* outran outrun; overcome overcame overcome; overfly overflew overflown; override overrode overridden;
overrun* overran overrun; oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown;
partake partook partaken; pay paid paid; put* put put; quit* quit quit; read read read; rebuild rebuilt rebuilt;
recast recast recast; redo redid redone; remake remade remade; resell resold resold; reset* reset reset;
retake retook retaken; retell retold retold; rethink rethought rethought; rewrite rewrote rewritten; rid* rid rid;
ride rode ridden; ring rang rung; rise rose risen; run* ran run; say said said; see saw seen; seek sought sought;
sell sold sold; send sent sent; set* set set; shake shook shaken; shed* shed shed; shine shone shone; shoot shot shot;
show showed shown; shrink shrank shrunk; shut* shut shut; sing sang sung; sink sank sunk; sit* sat sat; slay slew slain;
sleep slept slept; slide slid slid; sling slung slung; slit* slit slit; speak spoke spoken; speed sped sped;
spend spent spent; spill spilt spilt; spin* spun spun; spit* spat spat; split* split split; spoil spoilt spoilt;
spread spread spread; spring sprang sprung; stand stood stood; steal stole stolen; stick stuck stuck;
sting stung stung; strew strewed strewn; stride strode stridden; strike struck struck/stricken; string strung strung;
strive strove striven; swear swore sworn; sweep swept swept; swell swelled swollen; swim* swam swum; swing swung swung;
take took taken; teach taught taught; tear tore torn; tell told told; think thought thought; throw threw thrown;
thrust thrust thrust; tread trod trodden; undercut* undercut undercut; undergo underwent undergone;
understand understood understood; undertake undertook undertaken; undo undid undone; uphold upheld upheld;
upset* upset upset; wake woke woken; wear wore worn; weave wove woven; weep wept wept; win* won won; wind wound wound;
withdraw withdrew withdrawn; withhold withheld withheld; withstand withstood withstood; wring wrung wrung;
write wrote written; backslide backslid backslid; breastfeed breastfed breastfed; interweave interwove interwoven;
regrow regrew regrown; rerun* reran rerun; resend resent resent;
unfreeze unfroze unfrozen; retread retrod retrodden; rewind rewound rewound
"""

_REGULAR = """
abandon abduct abolish absorb accelerate accept accompany accuse achieve acknowledge acquire activate add address admit*
adopt advance advise affect affirm agree aid aim airdrop* airlift alert allege allocate allow ally alter ambush amass
announce annex annihilate answer apologise apologize appeal appear appoint approach approve arm arrange arrest arrive
ask assassinate assault assemble assert assess assign assist assume assure attach attack attain attempt attend attract
authorise authorize avert avoid await ban* bar* barricade base batter battle beg* believe belong besiege betray black
blackmail blame blast blaze block blockade board boast bolster bomb bombard boost brace brand breach brief broker
bury bypass calculate call calm cancel cancel* capitulate capture care carry cause cease cede celebrate chair challenge
change charge chase check circle circulate cite claim clarify clash classify clear climb close coerce collaborate
collapse collect collide command commence comment commission commit* compel* complain complete comply compromise
concede conceal concentrate concern conclude condemn conduct confine confirm confiscate confront connect conquer
consider consist consolidate construct contain contaminate contend contest continue contradict contribute control*
convene convert convey convict convince coordinate corroborate count counter counterattack cover crack crash
crawl create cripple criticise criticize cross crumble crush curb curtail damage dash date debunk decide declare decline
decrease deem defeat defect defend deflect degrade delay deliver demand demilitarise demilitarize demine demobilise
demobilize demolish demonstrate denounce deny depart depend deploy deport deprive derail describe desert deserve design
designate destabilise destabilize destroy detain detect deter* deteriorate determine detonate devastate
develop devote die direct disable disappear disarm discharge disclose disconnect discover discuss dislodge dismantle
dismiss dispatch disperse displace display dispute disrupt dissolve distance distribute disturb divert divide dock
dominate donate double doubt down downplay draft drag* drain drone drop* drown dub* dump ease edge eject elaborate
elect eliminate embark embed* emerge emphasise emphasize employ empty enable encircle encounter encourage end endanger
endorse endure enforce engage engulf enlist ensure enter entrench envelop erase erect erupt escalate escape escort
establish estimate evacuate evade evaluate examine exceed exchange execute exercise exert exhaust exile exist expand
expect expel* experience expire explain explode exploit explore export expose express extend extinguish face facilitate
fail fear fend ferry file fill film fire flank flare flatten flood flow focus follow force foil formalise formalize form
fortify forward found free fuel fulfil* gain garrison gather guarantee guard guide gut* halt hamper hand handle happen
harass harbor harbour harm hasten haul head heal help herald hijack hinder hire hoist honor honour hope host house hover
identify ignite ignore immobilise immobilize impact impede implement imply import impose imprison improve incapacitate
incinerate incline include increase incur* indicate infiltrate inflict inform inhabit initiate injure inspect install
instruct insist integrate intend intensify intercept interrogate interrupt intervene introduce inundate invade
investigate invite involve isolate issue jail jam* join judge jump justify kick kidnap* kill knock label label* lack
land last launch leak level level* liberate lift limit link list live load lob* locate lock loot lower maintain manage
march mark mass massacre master measure mediate mention merge militarise militarize mine miss mobilise mobilize monitor
mount move murder mutiny name narrow near negotiate neutralise neutralize note notice notify nullify obey object
obliterate observe obstruct obtain occupy occur* offer open operate oppose order organise organize oust outflank outlaw
outline outnumber overpower overwhelm own paralyse paralyze park parry participate pass pause penetrate perform permit*
persist pick pin* place plan* plant play plead pledge plunder plunge point poison position possess post postpone pound
pour power praise predict prefer* prepare present preserve press pressure presume prevail prevent proceed proclaim
produce progress prohibit promise promote prompt propose prosecute protect protest prove provide provoke publish pull
pulverise pulverize pummel pummel* punish purge pursue push qualify quell question quote raid raise rally ram* range
ransack ravage raze reach react reactivate reaffirm realise realize rebel* rebuff rebuke recall recapture receive
recede reclaim recognise recognize reconnect reconquer reconstruct record recover recruit redeploy reduce reenter refer*
refrain refuse refute regain regard regroup regulate reinforce reinstate reiterate reject relate relaunch release
relinquish relocate rely remain remark remove renew renounce reoccupy reopen repair repeat repel* replace replenish
report reposition represent repulse request require rescind rescue resign resist resolve respect respond restart restore
restrict result resume resupply resurface retain retaliate retreat retract retrieve return reveal reverse review revise
revive revoke rocket roll rout rule rumble rupture rush sabotage sack sail salvage sanction save scale scatter schedule
scorch scout scramble scrap* scuttle seal search secure seem seize separate serve settle sever shatter shell shift
ship* signal signal* silence slam* slaughter slow smash smuggle snipe soar solve sound spare spark spearhead specify
spill spot* stabilise stabilize stage stall station stay step* stop* storm stream strengthen stress stretch submit*
succeed suffer suggest summon supervise supply support suppose suppress surface surge surpass surrender surround survey
survive suspect suspend sustain sway tally target test testify thank threaten thwart tie tighten top* topple torch
torpedo total total* touch tour trace track trade trail train transfer* transform transit transmit* transport trap*
travel travel* treat trek* trickle trigger triple try turn undermine unify unite unleash unveil update upgrade urge use
vacate vanish verify veto vie violate visit vote vow walk wander want warn waver weaken weigh welcome widen wield wipe
wish witness work worsen worry wound wrap* wreck yield
"""


def _table() -> dict[tuple[str, str], str]:
    table: dict[tuple[str, str], str] = {}
    for word in _REGULAR.split():
        base, stem = _base_and_stem(word)
        past = _regular_past(base, stem)
        table |= {("VBD", past): base, ("VBN", past): base}
        table |= {("VBG", _present_participle(base, stem)): base, ("VBZ", _third_person(base)): base}
    for entry in _PRINCIPAL_PARTS.replace("\n", " ").split(";"):
        word, *forms = entry.split()
        base, stem = _base_and_stem(word)
        for tag, alternatives in zip(("VBD", "VBN"), forms, strict=True):
            table |= {(tag, form): base for form in alternatives.split("/")}
        table |= {("VBG", _present_participle(base, stem)): base, ("VBZ", _third_person(base)): base}
    table |= {("VBG", "being"): "be", ("VBZ", "is"): "be", ("VBZ", "has"): "have"}
    # What one tagger calls a past tense another calls a participle; what is neither's own is both's.
    for (tag, form), base in list(table.items()):
        if tag in _SWAPPED:
            table.setdefault((_SWAPPED[tag], form), base)
    return table


_SWAPPED = {"VBD": "VBN", "VBN": "VBD"}


def _base_and_stem(word: str) -> tuple[str, str]:
    base = word.removesuffix("*")
    return base, base + base[-1] if word.endswith("*") else base


def _regular_past(base: str, stem: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return stem + "ed"


def _present_participle(base: str, stem: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "ye", "oe")):
        return base[:-1] + "ing"
    return stem + "ing"


def _third_person(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + (
        "es" if base.endswith(("s", "x", "z", "ch", "sh")) or base in {"go", "do", "veto", "torpedo"} else "s"
    )


_IRREGULAR_PLURALS = {
    "analyses": "analysis",
    "axes": "axis",
    "barracks": "barracks",
    "bases": "base",
    "buses": "bus",
    "children": "child",
    "crises": "crisis",
    "criteria": "criterion",
    "feet": "foot",
    "gases": "gas",
    "halves": "half",
    "headquarters": "headquarters",
    "hypotheses": "hypothesis",
    "knives": "knife",
    "leaves": "leaf",
    "lives": "life",
    "loaves": "loaf",
    "men": "man",
    "mice": "mouse",
    "oases": "oasis",
    "people": "people",
    "phenomena": "phenomenon",
    "selves": "self",
    "series": "series",
    "shelves": "shelf",
    "species": "species",
    "teeth": "tooth",
    "thieves": "thief",
    "troops": "troops",
    "viruses": "virus",
    "wives": "wife",
    "wolves": "wolf",
    "women": "woman",
}


def base_form(form: str, tag: str) -> str | None:
    """Return the base form of a word in lower case with its Penn Treebank tag, or None where only its ending tells."""
    if tag != "NNS":
        return _VERBS.get((tag, form))
    if form in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[form]
    if form.endswith("men") and len(form) > len("omen"):
        # "gunmen", "spokeswomen"
        return form[:-2] + "an"
    if form.endswith(("sses", "shes", "tches", "nches", "xes")):
        return form[:-2]
    return None


# (Tag, form in lower case) -> base form.
_VERBS = _table()

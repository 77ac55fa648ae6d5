// The few general words from which the cue sets of reading are grown: for each issue nouns, verbs and adjectives of diplomacy and war as a dictionary lists them, with the fields of WordNet in which their senses are looked for.

/** One cue set. `deep` words bring their hyponyms along, `plain` words only their own synset; all are lemmas. */
export interface CueSeed {
  readonly deep?: string;
  readonly plain?: string;
}

export interface IssueSeed {
  readonly noun?: CueSeed;
  readonly verb?: CueSeed;
  readonly adj?: CueSeed;
}

/** Fields (lexicographer files) in which a seed's senses may lie. */
export const fields = {
  noun: ['act', 'artifact', 'attribute', 'cognition', 'communication', 'event', 'group', 'location', 'person'].concat([
    'phenomenon',
    'possession',
    'process',
    'state',
  ]),
  verb: [
    'cognition',
    'communication',
    'competition',
    'contact',
    'creation',
    'motion',
    'possession',
    'social',
    'stative',
  ],
} as const;

/** Issue → its seeds. `core_dispute` holds the words of claims; what a crisis is about is found in the article itself. */
export const issueSeeds: Readonly<Record<string, IssueSeed>> = {
  negotiation: {
    noun: {
      deep: 'negotiation dialogue diplomacy armistice',
      plain: `talk talks accord treaty agreement deal truce ceasefire cease-fire compromise settlement summit detente
        rapprochement concession conference pact discussion parley framework diplomat negotiator proposal hotline`,
    },
    verb: { deep: 'negotiate', plain: 'compromise bargain parley discuss reconcile concede' },
    adj: { plain: 'diplomatic negotiable' },
  },
  mediation: {
    noun: {
      deep: 'mediation mediator',
      plain: `intermediary arbitration arbiter conciliation facilitation facilitator intercession go-between peacemaker
        broker guarantor envoy venue host invitation observer`,
    },
    verb: { deep: 'mediate', plain: 'arbitrate conciliate facilitate broker host intercede' },
  },
  military_strike: {
    noun: {
      deep: 'bombing invasion airstrike bombardment',
      plain: `attack strike war warfare offensive assault hostilities aggression raid ambush shelling force gunfire
        incursion missile rocket bomb violence bloodshed combat escalation annihilation intervention`,
    },
    verb: {
      deep: 'bomb',
      plain: 'attack invade strike bombard shell assault storm raid torpedo fight hit destroy shoot fire',
    },
    adj: { plain: 'military armed warlike bellicose preemptive' },
  },
  retaliation: {
    noun: {
      deep: 'retaliation',
      plain:
        'revenge reprisal vengeance retribution counterattack counterstrike counteroffensive response answer payback blow',
    },
    verb: { deep: 'retaliate', plain: 'avenge revenge respond repay counterattack retort answer punish' },
    adj: { plain: 'retaliatory punitive vengeful' },
  },
  force_posture: {
    noun: {
      deep: 'deployment mobilization warship armada',
      plain: `troop troops soldier garrison army navy fleet brigade battalion division regiment squadron reservist
        reinforcement artillery tank warplane fighter destroyer frigate carrier submarine flotilla battery manoeuvre
        maneuver exercise drill readiness alert withdrawal disengagement pullback demilitarization disarmament militia
        conscription armor weaponry paratrooper contingent unit convoy patrol marine radar`,
    },
    verb: { plain: 'deploy mobilize mobilise garrison redeploy remilitarize demilitarize disengage station conscript' },
  },
  territory_access: {
    noun: {
      deep: 'airspace airfield',
      plain: `transit passage overflight runway access harbor harbour port corridor base airbase airport road railway
        strait canal waterway airstrip anchorage`,
    },
    verb: { plain: 'overfly transit dock berth refuel' },
  },
  border_security: {
    noun: {
      deep: 'checkpoint',
      plain: `border frontier crossing fence wall smuggling smuggler infiltration infiltrator patrol customs
        trespass minefield landmine barbed_wire buffer_zone trench watchtower surveillance monitor`,
    },
    verb: { plain: 'infiltrate smuggle trespass cross fortify' },
  },
  displacement: {
    noun: {
      deep: 'refugee evacuation exodus',
      plain: `migration migrant evacuee displacement asylum resettlement repatriation expulsion deportation influx
        shelter family household village homeless camp home resident villager`,
    },
    verb: { plain: 'flee evacuate displace resettle repatriate deport uproot relocate rehouse' },
    adj: { plain: 'homeless displaced' },
  },
  regime_stability: {
    noun: {
      deep: "coup_d'etat",
      plain: `overthrow regime_change downfall uprising revolution insurrection rebellion mutiny succession junta
        dictatorship unrest election resignation impeachment referendum legitimacy transition`,
    },
    verb: { plain: 'overthrow topple oust depose unseat impeach resign' },
  },
  core_dispute: {
    noun: {
      deep: 'sovereignty annexation',
      plain: `territory claim independence secession autonomy jurisdiction statehood soil homeland reunification
        unification status enrichment denuclearization disarmament nuclear_program nuclear_weapon uranium constitution
        restitution ownership land charter separatist`,
    },
    verb: { plain: 'annex secede cede renounce relinquish reclaim dismantle recover belong hand_over surrender' },
    adj: { plain: 'sovereign indivisible inalienable nuclear territorial' },
  },
  economic_pressure: {
    noun: {
      deep: 'embargo sanction tariff',
      plain: `sanctions trade import export boycott blockade tax loan aid fund subsidy currency asset licence license
        shipment gas oil electricity pipeline grain debt duty goods commerce bank payment economy quota`,
    },
    verb: { plain: 'sanction embargo boycott tax freeze confiscate blacklist import export' },
    adj: { plain: 'economic financial commercial' },
  },
  alliance: {
    noun: {
      plain: `ally alliance partner partnership solidarity coalition bloc friendship protector brotherhood
        mutual_defense commitment guarantee cooperation assistance backing support patron accomplice`,
    },
    verb: { plain: 'ally side support cooperate abandon befriend' },
    adj: { plain: 'allied ironclad brotherly' },
  },
  internal_repression: {
    noun: {
      deep: 'torture',
      plain: `repression crackdown detention imprisonment prisoner censorship arrest persecution demonstrator protester
        protest dissident detainee execution tyranny massacre brutality riot opposition curfew police`,
    },
    verb: {
      plain: 'repress imprison jail detain torture persecute censor suppress arrest beat execute disappear silence',
    },
  },
};

/** Verbs by what saying them does. The classes follow the verbs of communication in WordNet; each is grown by synonyms. */
export const verbSeeds: Readonly<Record<string, string>> = {
  say: `say tell state announce declare report note remark comment explain reply respond write describe
    mention observe reiterate recall reveal confirm testify disclose repeat quote add stress emphasize emphasise
    underline argue claim maintain suggest point_out acknowledge concede admit believe expect estimate signal signalled
    think hint indicate caution call insist post tweet brief inform recount assert contend conclude estimate predict advise regard allege consider describe`,
  threaten: 'threaten warn menace',
  demand: `demand urge ask request call_on call_upon appeal plead implore beg press exhort order command require want insist
    push_for call_for press_for instruct summon seek`,
  offer: 'offer propose invite suggest volunteer',
  accept: 'accept recognize recognise agree welcome consent approve embrace hail',
  reject: `reject renounce refuse decline dismiss rebuff spurn rule_out turn_down rebut repudiate veto scoff brush_aside brush_off`,
  oppose: `oppose condemn criticize criticise denounce decry deplore object protest resist lament deride mock slam blast
    denigrate rebuke chide caution_against warn_against rail`,
  support:
    'support back endorse favor favour advocate praise applaud laud side_with stand_by stand_with defend commend hope hail',
  accuse: 'accuse blame charge allege fault castigate',
  deny: 'deny disclaim disavow gainsay',
  commit: 'vow pledge promise swear undertake commit plan intend decide guarantee resolve prepare consider',
};

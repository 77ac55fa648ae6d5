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
        rapprochement concession conference pact discussion parley framework diplomat negotiator proposal hotline meeting negotiating_table peace goodwill consultation reconciliation roundtable communique telephone`,
    },
    verb: { deep: 'negotiate', plain: 'compromise bargain parley discuss reconcile concede' },
    adj: { plain: 'diplomatic negotiable' },
  },
  mediation: {
    noun: {
      deep: 'mediation mediator',
      plain: `intermediary arbitration arbiter conciliation facilitation facilitator intercession go-between peacemaker
        broker guarantor envoy venue host invitation observer investigator neutral moderator convener sponsor jurisdiction tribunal arbitrator`,
    },
    verb: { deep: 'mediate', plain: 'arbitrate conciliate facilitate broker host intercede' },
  },
  military_strike: {
    noun: {
      deep: 'bombing invasion airstrike bombardment',
      plain: `attack strike war warfare offensive assault hostilities aggression raid ambush shelling force gunfire
        incursion missile rocket bomb violence bloodshed combat escalation annihilation intervention casualty victim explosion blast gunman sniper warhead fatality bullet battlefield drone aggressor confrontation clash killing wounded bloodbath grenade projectile crossfire skirmish battle`,
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
      plain: `revenge reprisal vengeance retribution counterattack counterstrike counteroffensive response answer payback blow
        price consequence consequences reckoning countermeasure`,
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
        conscription armor weaponry paratrooper contingent unit convoy patrol marine radar vessel ship plane jet aircraft weapon officer base_camp escort helicopter gunboat combat_unit armament`,
    },
    verb: { plain: 'deploy mobilize mobilise garrison redeploy remilitarize demilitarize disengage station conscript' },
  },
  territory_access: {
    noun: {
      deep: 'airspace airfield',
      plain: `transit passage overflight runway access harbor harbour port corridor base airbase airport road railway
        strait canal waterway airstrip anchorage gate highway bridge truck flight shipping_lane sea_lane seaway terminal territory_use`,
    },
    verb: { plain: 'overfly transit dock berth refuel' },
  },
  border_security: {
    noun: {
      deep: 'checkpoint',
      plain: `border frontier crossing fence wall smuggling smuggler infiltration infiltrator patrol customs
        trespass minefield landmine barbed_wire buffer_zone trench watchtower surveillance monitor barrier intruder intrusion incursion violation cable sabotage guard coastguard checkpoint crossing_point`,
    },
    verb: { plain: 'infiltrate smuggle trespass cross fortify' },
  },
  displacement: {
    noun: {
      deep: 'refugee evacuation exodus',
      plain: `migration migrant evacuee displacement asylum resettlement repatriation expulsion deportation influx
        shelter family household village homeless camp home resident villager tent bus homestead settlement_camp return_home survivor children`,
    },
    verb: { plain: 'flee evacuate displace resettle repatriate deport uproot relocate rehouse' },
    adj: { plain: 'homeless displaced' },
  },
  regime_stability: {
    noun: {
      deep: "coup_d'etat",
      plain: `overthrow regime_change downfall uprising revolution insurrection rebellion mutiny succession junta
        dictatorship unrest election resignation impeachment referendum legitimacy transition vote voter ballot parliament cabinet_crisis ruler regime`,
    },
    verb: { plain: 'overthrow topple oust depose unseat impeach resign' },
  },
  core_dispute: {
    noun: {
      deep: 'sovereignty annexation',
      plain: `territory claim independence secession autonomy jurisdiction statehood soil homeland reunification
        unification status enrichment denuclearization disarmament nuclear_program nuclear_weapon uranium constitution
        restitution ownership land charter separatist flag law court court_ruling treaty_line boundary ours right constitution border_line arsenal disarmament`,
    },
    verb: { plain: 'annex secede cede renounce relinquish reclaim dismantle recover belong hand_over surrender' },
    adj: { plain: 'sovereign indivisible inalienable nuclear territorial' },
  },
  economic_pressure: {
    noun: {
      deep: 'embargo sanction tariff',
      plain: `sanctions trade import export boycott blockade tax loan aid fund subsidy currency asset licence license
        shipment gas oil electricity pipeline grain debt duty goods commerce bank payment economy quota insurance insurer tanker cargo freight price market investor business company fee budget ban dollar million billion inspection piracy fleet customs_duty coal wheat fishing_licence`,
    },
    verb: { plain: 'sanction embargo boycott tax freeze confiscate blacklist import export' },
    adj: { plain: 'economic financial commercial' },
  },
  alliance: {
    noun: {
      plain: `ally alliance partner partnership solidarity coalition bloc friendship protector brotherhood
        mutual_defense commitment guarantee cooperation assistance backing support patron accomplice member membership unity friend proxy treaty_partner comrade`,
    },
    verb: { plain: 'ally side support cooperate abandon befriend' },
    adj: { plain: 'allied ironclad brotherly' },
  },
  internal_repression: {
    noun: {
      deep: 'torture',
      plain: `repression crackdown detention imprisonment prisoner censorship arrest persecution demonstrator protester
        protest dissident detainee execution tyranny massacre brutality riot opposition curfew police journalist activist trial verdict sentence sabotage_charge opponent ombudsman inquiry`,
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

/** Issue → phrases of the language of crises, words in their base form joined by `_`; other words may stand between. */
export const phraseSeeds: Readonly<Record<string, string>> = {
  negotiation: `peace_talk peace_process peace_deal peace_plan peace_treaty sit_down sit_at negotiating_table to_the_table
    round_of_talk direct_talk indirect_talk bilateral_talk resume_talk resume_negotiation resume_dialogue resume_discussion
    hold_talk begin_talk open_talk start_talk return_to_talk return_to_table break_off_talk walk_away suspend_talk talk_fail
    talk_collapse reach_a_deal reach_an_agreement make_a_deal strike_a_deal sign_a_deal sign_an_agreement seek_a_deal
    diplomatic_solution political_solution negotiated_settlement peaceful_solution peaceful_settlement peaceful_resolution
    confidence-building build_trust good_faith back_channel channel_of_communication open_channel line_of_communication
    pick_up_the_phone phone_call meet_with face_to_face preconditions without_condition without_precondition draft_agreement
    draft_treaty text_of_the_agreement implement_the_agreement honor_the_agreement honour_the_agreement stick_to_agreement
    accept_the_proposal counter_proposal nothing_to_discuss nothing_to_negotiate nothing_to_talk no_partner
    extend_the_truce extend_the_deadline extension run_its_course chance_for_diplomacy room_for_diplomacy talk_about_talk
    joint_commission joint_committee joint_inquiry working_group letter_and_spirit ready_to_talk willing_to_talk
    open_to_talk open_to_dialogue discuss settle_dispute settle_difference common_ground exchange_of_prisoner prisoner_swap
    waste_of_time play_for_time buy_time stall deceive bad_faith attend summit delegation keep_meeting`,
  mediation: `offer_to_mediate ready_to_mediate good_office shuttle_diplomacy third_party honest_broker go-between broker_a
    host_talk host_a_meeting host_a_summit host_the_next host_negotiation receive_both receive_the_delegation bring_together
    between_the_two both_side both_leader both_party the_two_side between_the_side between_the_party pass_message
    carry_message exchange_message relay_message as_a_venue neutral_ground neutral_venue special_envoy peace_envoy
    fact-finding monitoring_mission observer_mission send_observer observer_inspect bridge_the_gap help_resolve help_end
    facilitate_talk international_court international_arbitration panel_of_elder contact_group invite_both invite_the
    invitation accept_the_invitation decline_the_invitation mediation_effort mediator proposal_by united_nation_envoy
    outside_interference foreign_mediation no_need_of internal_affair internal_matter bilateral_matter solve_bilaterally
    provide_assistance contribute_to_resolve help_to_resolve de-escalation_proposal initiative knock_on_door`,
  military_strike: `use_of_force by_force military_action military_operation special_operation military_intervention military_option military_force
    ground_offensive ground_operation ground_incursion air_strike air_campaign missile_strike drone_strike first_strike
    pre-emptive_strike preemptive_strike launch_an_attack launch_a_strike carry_out_strike armed_attack open_fire fire_at
    fire_on fire_missile fire_rocket shot_down shoot_down first_shot fire_first strike_first go_to_war start_a_war want_war no_war
    want_a_war a_new_war all-out_war full-scale_war full-scale_invasion at_war act_of_war all_option on_the_table other_means
    time_and_place of_our_choose finish_the_job take_by_force take_back bomb drop_bomb drone_drop kill_civilian kill_soldier
    be_kill hit_target target_civilian civilian_casualty show_restraint exercise_restraint call_for_restraint maximum_restraint
    urge_restraint utmost_restraint zone_of_peace de-escalate lay_down_arm hold_fire cease_fire stop_shooting stop_fighting
    end_the_fighting end_the_war end_hostility stop_the_war stop_the_attack escalation wipe_out destroy eliminate_threat
    cross_the_line cross_the_river move_on march_on peace_not_war not_seek_war not_seek_confrontation military_solution
    teach_a_lesson will_act ready_to_act know_no_quiet in_harm_way rocket artillery_fire shell_hit mine_laid ready_willing`,
  retaliation: `strike_back hit_back fight_back fire_back pay_a_price pay_dearly heavy_price high_price will_respond will_answer will_retaliate
    respond_with respond_in_kind respond_force respond_firmly decisive_response crushing_response harsh_response severe_response
    strong_response devastating_response proportionate_response swift_response painful_response right_to_respond right_of_reply
    right_to_defend self-defense self-defence defend_ourselves defend_itself defend_our legitimate_target go_unanswered
    not_go_unanswered not_go_unpunished face_consequence suffer_consequence serious_consequence grave_consequence bear_responsibility
    bear_the_consequence regret_it strong_blow deadly_blow same_day eye_for measure_for tit-for-tat not_stand_by not_stand_idle
    not_sit_idle remain_spectator open_the_gate spread_across regional_war burn all_out_response in_every_place no_one_will_be_safe
    will_be_destroyed will_be_wiped will_be_treated_as consider_act_of_war treat_as_act be_met meet_with_force reply_to
    the_answer the_response our_response our_answer matter_of_response will_pay grave countermeasure reciprocal_measure`,
  force_posture: `state_of_alert high_alert combat_readiness full_readiness fully_mobilised fully_mobilized send_troop move_troop
    deploy_troop more_troop additional_troop extra_troop troop_buildup military_buildup military_build-up military_presence
    military_exercise joint_exercise live-fire_exercise naval_exercise military_drill naval_drill war_game carrier_group
    strike_group battle_group battlegroup naval_vessel patrol_vessel patrol_ship air_defence air_defense missile_system
    missile_battery heavy_weapon armoured_vehicle armored_vehicle armoured_division call_up_reservist reserve_battalion peace_force
    peacekeeping_force rapid_reaction pull_back pull_out withdraw_force withdraw_troop withdrawal_of withdraw_from stand_down
    leave_position hold_position stay_in_place remain_in_place stay_put redeploy reinforce_the move_weapon mass_troop
    mass_force amass station_troop station_force permanent_presence air_patrol air_policing reconnaissance_flight fighter_jet
    spy_plane surveillance_aircraft submarine minesweeper special_unit special_force gun warship weapon missile
    rearm smuggle_weapon smuggle_missile stockpile weapons_depot occupied_position outpost hilltop forward_base drone_unit
    armed_force conscription defence_spending defense_spending peacekeeper control_of_the_sea freedom_of_navigation
    high_seas international_water armed_men`,
  territory_access: `use_of_territory use_our_territory use_its_territory from_our_soil from_its_territory use_of_airspace close_airspace
    closed_airspace open_airspace close_its_airspace fly_over overflight_right allow_passage right_of_passage free_passage safe_passage
    unimpeded_passage transit_corridor transit_right land_corridor let_through allow_through through_territory cross_our_territory
    military_base naval_base air_base foreign_base base_right use_of_base lend_base open_base open_port close_port
    use_of_port docking_right port_call launch_pad staging_ground springboard_for not_be_used not_allow_territory allow_to_use
    allow_to_operate operate_from grant_access deny_access refuse_access access_to_the_sea manage_the_port lease_the_port
    close_the_strait block_the_strait close_the_waterway block_the_canal open_the_road block_the_road road_through rail_link
    allow_army allow_troop let_troop host_troop host_force station_on_our_soil no_foreign_troop`,
  border_security: `border_security border_guard border_patrol border_police border_crossing border_fence border_wall
    border_control border_post border_force close_the_border close_its_border seal_the_border shut_the_border reopen_the_border
    open_the_border close_the_crossing reopen_the_crossing cross_illegally illegal_crossing cross_the_border cross_the_line
    cross_into demarcation_line line_of_contact line_of_control buffer_zone security_zone safety_zone security_along
    reinforce_security along_the_border along_its_border along_the_frontier intercept_boat hybrid_attack drone_wall
    infiltrate smuggler armed_group_cross violate_airspace violation_of_airspace airspace_violation warning_shot
    identity_check passport_check checkpoint stop_and_search frontier_fortress fortify monitor_the_border territorial_water
    coast_guard undersea_cable sabotage remain_closed stay_closed crossing_point be_arrested set_foot detain_vessel`,
  displacement: `refugee_camp mass_exodus mass_migration mass_movement mass_evacuation leave_home leave_their_home flee_home
    flee_the_fighting flee_across flee_to force_to_flee forced_to_leave forced_from drive_from_home push_from_home
    people_leave family_leave people_flee people_have_left family_have_left internally_displaced displaced_people
    evacuation_order order_resident evacuate_village evacuate_resident evacuate_citizen bring_home bring_back_citizen
    return_home go_home return_to_village right_of_return allow_to_return seek_shelter take_shelter tent_camp aid_group
    humanitarian_corridor cross_into_safety arrive_at_camp influx_of wave_of_refugee migrant_wave resettle_family empty_village
    live_in_tent pack_bag pack_up leave_the_country leave_the_region leave_for_good move_out stand_ready_bus bus_for
    host_refugee take_in_refugee not_take_refugee shelter_for bed_in_school keep_from_field ghost_town hundreds_of_family`,
  regime_stability: `regime_change overthrow_the topple_the topple_regime bring_down_the government_fall fall_of_the_government collapse_of_the step_down
    call_election early_election snap_election new_election postpone_election cancel_election rig_election stolen_election
    vote_of_no_confidence no-confidence_vote military_coup coup_attempt take_power seize_power hold_power grip_on_power
    transitional_government interim_government caretaker_government legitimate_government lose_legitimacy government_crisis
    coalition_collapse succession political_survival cling_to_power foreign_agent fifth_column civil_war power_vacuum
    days_are_numbered uprising_against rise_up resign_immediately call_on_to_resign puppet_government`,
  core_dispute: `not_for_sale not_negotiable not_up_for not_a_subject not_subject_to non-negotiable belong_to be_ours is_our our_land our_soil our_sea our_territory our_water
    its_own_territory integral_part part_of_our part_of_its inalienable_right historic_right historical_right right_to_exist
    right_to_self-determination self-determination territorial_integrity territorial_claim territorial_concession sovereign_right
    sovereign_territory red_line status_quo final_status recognise_the recognize_the recognise_independence recognize_independence
    declare_independence unilateral_declaration hand_over give_up give_back hand_back return_the not_give_an_inch inch_of single_inch
    one_inch not_surrender lay_claim claim_to draw_the_border redraw_the_border map change_of_border alteration_of_frontier
    nuclear_program nuclear_programme nuclear_weapon nuclear_power nuclear_deal nuclear_file nuclear_deterrent missile_program
    missile_programme missile_capability enrich_uranium denuclearisation denuclearization disarm_the disarm hand_over_weapon
    surrender_weapon give_up_weapon lay_down_weapon keep_weapon destroy_weapon arsenal dismantle_the dissolve_the disband
    special_status autonomy_for autonomous_region separatist_line reunification one_country one_china court_rule court_ruling
    court_jurisdiction abide_by_the_ruling treaty_right water_right fill_the_dam share_of_the_water fishing_right exclusive_zone
    continental_shelf maritime_border delimitation control_of_the sovereignty_over language_right minority_right constitution
    recover_the liberate_the occupied_territory end_the_occupation end_occupation reverse_the withdraw_the_bill repeal_the_law
    extradite hand_over_suspect shut_camp annex plant_a_flag hold_a_vote hold_election_in referendum_on haggle_over free_choice`,
  economic_pressure: `impose_sanction lift_sanction ease_sanction new_sanction economic_sanction sanction_on sanction_against extend_sanction put_sanction trade_embargo
    arms_embargo impose_tariff raise_tariff tariff_on trade_deal trade_talk trade_war trade_ban import_ban export_ban
    export_control halt_import halt_export stop_import stop_export block_export suspend_trade cut_trade stop_trade
    freeze_asset frozen_asset freeze_aid freeze_fund freeze_account aid_package financial_aid cut_aid suspend_aid withhold_aid
    halt_aid put_up_million release_fund loan_guarantee cut_off_gas cut_off_power cut_oil gas_supply oil_supply oil_delivery
    oil_export oil_price gas_price energy_supply price_cap revoke_licence revoke_license lose_licence lose_every_right
    visa_ban travel_ban blacklist boycott_of economic_blackmail economic_coercion economic_war insurance_premium
    war-risk_premium stock_market currency_fall transit_fee development_money accession close_the_market customs
    spend_the_money million_dollar billion_dollar cost_of invest investment pay_for`,
  alliance: `stand_by stand_with stand_behind stand_alongside stand_shoulder side_with side_by come_to_the_aid come_to_the_defence
    come_to_the_defense defend_our_ally defend_an_ally full_support firm_support firmly_support strong_support unwavering_support support_for
    in_solidarity solidarity_with mutual_defence mutual_defense defence_treaty defense_treaty defence_pact defense_pact
    treaty_ally treaty_obligation article_5 article_five security_guarantee security_partner strategic_partner
    strategic_partnership joint_headquarters military_cooperation military_aid arms_delivery arms_supply arms_sale supply_weapon
    provide_weapon provide_missile provide_drone deliver_weapon send_weapon sell_arm supply_ammunition intelligence_sharing
    share_intelligence share_satellite closest_ally close_ally old_friend brotherly_nation not_alone not_abandon axis_of
    join_nato nato_membership membership_of enlargement proxy_group back_the_rebel support_for_rebel fund_militia
    continue_to_back go_on_back drive_a_wedge interfere_in decision_are_made ready_to_defend ironclad_commitment cannot_look_away
    use_as_a_pawn divide_the attack_on_one attack_on_all is_an_attack_on attack_on_our_ally squeeze_out outside_player`,
  internal_repression: `human_right political_prisoner prisoner_of_conscience crack_down crackdown_on collective_punishment ethnic_cleansing
    war_crime crime_against arbitrary_detention arbitrary_arrest mass_arrest detain_people detain_activist arrest_people people_detained
    people_arrested arrest_opposition arrest_journalist jail_critic jail_opponent lock_up beat_protester fire_on_protester tear_gas
    rubber_bullet kill_protester protester_killed people_beaten house_search house_raid night_raid demolish_house demolition_of
    internet_shutdown cut_the_internet ban_the_party ban_protest state_of_emergency martial_law show_trial death_sentence
    forced_disappearance forced_conscription treason_charge silence_critic silence_dissent freedom_of_speech press_freedom
    minority_persecution fear_of_arrest secret_police smoke_screen distract_from force_against_resident use_force_against`,
};

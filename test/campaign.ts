// `npm test` stays short; `npm run campaign` takes the long ways too, and looks at every part in every look.

export const campaign = process.env.STANDOFF_CAMPAIGN !== undefined;
/** Of a list the first `few`; the campaign takes all of it. */
export const inCampaign = <T>(all: readonly T[], few = 1): readonly T[] => (campaign ? all : all.slice(0, few));

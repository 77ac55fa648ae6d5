// The stops of the two-minute tour: what each part of the page is for, and where it is. A stop whose part is not on the page is left out.
export interface Stop {
  /** First of these selectors that finds something in sight. */
  readonly at: readonly string[];
  readonly title: string;
  readonly text: string;
}

export const stops: readonly Stop[] = [
  {
    at: ['[data-testid=sentence]', '#answer'],
    title: 'The answer, as a range',
    text: 'Which path comes first, and in how many of 100 cases. The range comes before the single figure, because most inputs are only known roughly.',
  },
  {
    at: ['#compare .card-head', '.chart .card-head', '#compare', '.chart'],
    title: 'Several ways to compare',
    text: 'The same answers by date, over time, against base, or as dots out of 100. Choose the outcome and the day above the chart.',
  },
  {
    at: ['.panel .input', '#inputs'],
    title: 'Move an actor',
    text: 'Each slider runs between two ends in words; the shaded stretch is what is plausible. Base is protected: your first change makes a variant beside it, and Undo takes it back.',
  },
  {
    at: ['.panel .why-button', '.why-button'],
    title: 'Ask why',
    text: 'Behind every number: the records it rests on, with outlet, date and who said it, or that it is assumed.',
  },
  {
    at: ['#variants .card-head', '.variants .card-head', '#variants', '.variants'],
    title: 'Variants side by side',
    text: 'Each row shows only what it changes and what comes of it. Make a new one from any other and give it a name.',
  },
  {
    at: ['#statechart h2', '#statechart'],
    title: 'What can follow what',
    text: 'The model as a drawing: where things stand, how likely each state is on a day, and which moves lead on.',
  },
  {
    at: ['#replay h2', '#replay'],
    title: 'One way it could go',
    text: 'A single sampled run to step through. Bend it from any point, or take over an actor and see the odds from there.',
  },
  {
    at: ['[data-tour=share]', '.help-button'],
    title: 'Take it with you',
    text: 'Share by link, file or a report without any script. Help holds the scenarios, the glossary, the methods and this tour.',
  },
];

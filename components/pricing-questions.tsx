const QUESTIONS = [
  {
    question: 'What do I pay today?',
    answer:
      'The next page shows the exact amount before you confirm. When you move up in the middle of a month, what is left of your old plan is taken off.',
  },
  {
    question: 'What does a promotion code change?',
    answer:
      'The price beside the plan, for as long as it says there. Afterwards you pay the full price, which stands beside it too.',
  },
  {
    question: 'How do I get out?',
    answer: 'On your account page, in two presses. You keep what you have paid for until the period ends.',
  },
];

/** The three questions everybody has before paying. */
export function PricingQuestions() {
  return (
    <section aria-labelledby="questions">
      <h2 id="questions" className="font-semibold">
        Before you decide
      </h2>
      <dl className="mt-4 grid gap-x-8 gap-y-6 lg:grid-cols-3">
        {QUESTIONS.map(({ question, answer }) => (
          <div key={question} className="border-line border-t pt-4">
            <dt className="font-medium">{question}</dt>
            <dd className="mt-1 max-w-line text-muted">{answer}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

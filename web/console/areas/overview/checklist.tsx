import { Check } from '../../../ui/icons.tsx';
import { Section } from '../../section.tsx';
import { Failed, Loading } from '../../states.tsx';
import { type Step, useSteps } from './use-steps.ts';

/** What a brand needs before its first real consumer, each with a way there. */
export function Checklist() {
  const { steps, failure, reload } = useSteps();
  if (failure && !steps) return <Failed failure={failure} again={reload} />;
  if (!steps) return <Loading />;
  const done = steps.filter((step) => step.done).length;
  return (
    <Section
      title={done === steps.length ? 'Everything is set up' : 'Getting ready'}
      lead={`${done} of ${steps.length} done`}
    >
      <progress class="progress" value={done} max={steps.length} aria-label="Set up" />
      <ul class="plain-list checklist">
        {steps.map((step) => (
          <Item key={step.title} step={step} />
        ))}
      </ul>
    </Section>
  );
}

const Item = ({ step: { done, title, why, href, action } }: { readonly step: Step }) => (
  <li class={done ? 'done' : ''}>
    <span class="tick">{done && <Check />}</span>
    <span class="grow">
      <strong>{title}</strong>
      <span class="visually-hidden">{done ? ': done' : ': still to do'}</span>
      <span class="hint block">{why}</span>
    </span>
    <a class={done ? 'button small plain' : 'button small'} href={href}>
      {done ? 'See' : action}
      <span class="visually-hidden">: {title}</span>
    </a>
  </li>
);

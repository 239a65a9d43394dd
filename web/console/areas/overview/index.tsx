import type { AreaProps } from '../../areas.ts';
import { Head } from '../../states.tsx';
import { Checklist } from './checklist.tsx';
import { Recent } from './recent.tsx';
import { Shortcuts } from './shortcuts.tsx';

/** The first screen: what is set up, what is left to do, and what happened last. */
export default function Overview({ me }: AreaProps) {
  return (
    <>
      <Head title={`Welcome, ${me.name}`}>
        What is set up for <bdi>{me.brand}</bdi>, and what is left to do. Press <kbd>/</kbd> to find any
        setting.
      </Head>
      <Checklist />
      <Recent />
      <Shortcuts />
    </>
  );
}

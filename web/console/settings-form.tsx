import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { toast } from '../ui/toast.tsx';
import { type Answer, type CallName, call, type Input } from './api.ts';
import { merged } from './merge.ts';
import { Failed, Loading } from './states.tsx';
import { Unsaved } from './unsaved.tsx';
import { useAction } from './use-action.ts';
import type { Resource } from './use-resource.ts';

/** A copy of some settings to work on: what a form's fields show and change. */
export interface Draft<T> {
  readonly value: T;
  /** Changes some of it; a key that is set to undefined is left out. */
  readonly set: (change: { [K in keyof T]?: T[K] | undefined }) => void;
  /** What is wrong, by field, after a save that was refused. */
  readonly wrong: Readonly<Record<string, string>>;
}

interface SettingsFormProps<T extends object, C extends CallName> {
  readonly resource: Resource<Answer<C>>;
  /** The call that saves. */
  readonly save: C;
  /** What the call's path needs. */
  readonly params?: Record<string, string>;
  /** The part of the answer that the form changes: what the call takes as its body. */
  readonly pick: (value: NonNullable<Answer<C>>) => T;
  readonly children: (draft: Draft<T>, saved: NonNullable<Answer<C>>) => ComponentChildren;
}

/** What was changed so far, and what it was when that began. */
interface Change<T> {
  readonly base: T;
  readonly value: T;
}

const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** The name of a field in words: `idleMinutes` is “idle minutes”. */
const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * Settings as a form. What was changed is kept until it is saved or discarded; a bar says that it waits. A save names the
 * version it is of, so that nobody's change is lost to another's: who was overtaken sees both, and saves again.
 */
export function SettingsForm<T extends object, C extends CallName & `PUT ${string}`>(
  props: SettingsFormProps<T, C>,
) {
  const { resource, save, params, pick, children } = props;
  const [change, setChange] = useState<Change<T>>();
  /** The fields that somebody else has changed too, after a save that came too late. */
  const [overtaken, setOvertaken] = useState<readonly string[]>();
  const form = useRef<HTMLFormElement>(null);
  const { run, busy, problem, wrong } = useAction();
  const saved = resource.value;
  const dirty = change !== undefined;

  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [problem]);

  if (resource.failure && !saved) return <Failed failure={resource.failure} again={resource.reload} />;
  if (!saved) return <Loading />;
  const value = change?.value ?? pick(saved);

  function discard() {
    setChange(undefined);
    setOvertaken(undefined);
  }

  async function submit() {
    setOvertaken(undefined);
    const input = { body: value, version: resource.version, ...(params ? { params } : {}) };
    const asked = call(save, input as unknown as Input<C>);
    const answered = await run(asked);
    const outcome = await asked;
    if (!outcome.ok && outcome.failure.code === 'precondition_failed') return takeIn();
    if (!answered) return;
    resource.replace(answered);
    discard();
    toast('Saved');
  }

  /** Somebody else was first: what was changed here goes on top of theirs, to be looked at and saved again. */
  async function takeIn() {
    const fresh = await resource.reload();
    if (!fresh || !change) return;
    const theirs = pick(fresh);
    const { value, both } = merged(change.base, change.value, theirs);
    setChange({ base: theirs, value });
    setOvertaken(both);
  }

  return (
    <>
      <form
        ref={form}
        class="settings"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        {children(
          {
            value,
            set: (some) => setChange({ base: change?.base ?? value, value: without({ ...value, ...some }) }),
            wrong,
          },
          saved,
        )}
        {overtaken ? (
          <p class="notice careful" role="alert">
            Somebody else has saved this in the meantime. Your changes stand on top of theirs: look through
            them, then save again.
            {overtaken.length > 0 && ` You have both changed: ${overtaken.map(inWords).join(', ')}.`}
          </p>
        ) : (
          problem && (
            <p class="notice" role="alert">
              {problem}
            </p>
          )
        )}
        {dirty && (
          <div class="save-bar">
            <span role="status">Not saved yet</span>
            <button type="button" class="button" onClick={discard}>
              Discard
            </button>
            <button type="submit" class="button main" disabled={busy}>
              {busy ? 'Saving …' : 'Save'}
            </button>
          </div>
        )}
      </form>
      {dirty && <Unsaved />}
    </>
  );
}

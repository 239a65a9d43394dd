import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { toast } from '../ui/toast.tsx';
import { type Answer, type CallName, call, type Input } from './api.ts';
import { beforeLeaving } from './route.ts';
import { Failed, Loading } from './states.tsx';
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

const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/**
 * Settings as a form. What was changed is kept until it is saved or discarded; a bar says that it waits. A save names the
 * version it is of, so that nobody's change is lost to another's.
 */
export function SettingsForm<T extends object, C extends CallName & `PUT ${string}`>(
  props: SettingsFormProps<T, C>,
) {
  const { resource, save, params, pick, children } = props;
  const [changed, setChanged] = useState<T>();
  const { run, busy, problem, wrong } = useAction();
  const saved = resource.value;
  const dirty = changed !== undefined;

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    const free = beforeLeaving(() => confirm('Leave without saving what you have changed?'));
    return () => {
      removeEventListener('beforeunload', warn);
      free();
    };
  }, [dirty]);

  if (resource.failure && !saved) return <Failed failure={resource.failure} again={resource.reload} />;
  if (!saved) return <Loading />;
  const value = changed ?? pick(saved);

  async function submit() {
    const input = { body: value, version: resource.version, ...(params ? { params } : {}) };
    const answered = await run(call(save, input as unknown as Input<C>));
    if (!answered) return;
    resource.replace(answered);
    setChanged(undefined);
    toast('Saved');
  }

  return (
    <form
      class="settings"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children({ value, set: (change) => setChanged(without({ ...value, ...change })), wrong }, saved)}
      {problem && (
        <p class="notice" role="alert">
          {problem}{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              setChanged(undefined);
              void resource.reload();
            }}
          >
            Discard and read again
          </button>
        </p>
      )}
      {dirty && (
        <div class="save-bar">
          <span role="status">Not saved yet</span>
          <button type="button" class="button" onClick={() => setChanged(undefined)}>
            Discard
          </button>
          <button type="submit" class="button main" disabled={busy}>
            {busy ? 'Saving …' : 'Save'}
          </button>
        </div>
      )}
    </form>
  );
}

import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { asItIs } from '../../as-it-is.ts';
import { Confirm } from '../../confirm.tsx';
import { ListView } from '../../list-view.tsx';
import { useSkillNames } from '../../skill-checks.tsx';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { AnswerForm } from './answer-form.tsx';

type Canned = Answer<'GET /api/manage/canned-answers/{answer}'>;
type Open = { readonly kind: 'new' } | { readonly kind: 'edit' | 'delete'; readonly answer: Canned };

/** Texts that agents send often. */
export default function Answers() {
  const list = useList('GET /api/manage/canned-answers', {});
  const [open, setOpen] = useState<Open>();
  const skillNames = useSkillNames();
  const close = () => setOpen(undefined);
  const action = (
    <button type="button" class="button main" onClick={() => setOpen({ kind: 'new' })}>
      New canned answer
    </button>
  );

  function done(said: string) {
    close();
    toast(said);
    void list.reload();
  }

  return (
    <>
      <Head title="Canned answers" action={action}>
        Texts that agents send often. At the desk a slash finds them while writing.
      </Head>
      <ListView
        list={list}
        label="Canned answers"
        columns={['Name', 'Text', 'For', '']}
        row={(answer) => (
          <tr key={answer.id}>
            <td>
              <button type="button" class="link" onClick={() => setOpen({ kind: 'edit', answer })}>
                <bdi>{answer.name}</bdi>
              </button>
            </td>
            <td>
              <p class="text clamped">{answer.text}</p>
            </td>
            <td>{skillNames(answer.skills) || 'Everybody'}</td>
            <td class="last">
              <button
                type="button"
                class="button small danger"
                onClick={() => setOpen({ kind: 'delete', answer })}
              >
                Delete<span class="visually-hidden"> {answer.name}</span>
              </button>
            </td>
          </tr>
        )}
        empty={
          <Empty title="No canned answers yet">
            <p>A greeting, how to return a parcel, what a login is for: write it once, well.</p>
          </Empty>
        }
      />
      {open?.kind === 'new' && <AnswerForm close={close} done={() => done('The answer was made')} />}
      {open?.kind === 'edit' && <AnswerForm answer={open.answer} close={close} done={() => done('Saved')} />}
      {open?.kind === 'delete' && (
        <Delete answer={open.answer} close={close} done={() => done(`${open.answer.name} was deleted`)} />
      )}
    </>
  );
}

interface DeleteProps {
  readonly answer: Canned;
  readonly close: () => void;
  readonly done: () => void;
}

function Delete({ answer, close, done }: DeleteProps) {
  const params = { answer: answer.id };
  return (
    <Confirm
      title={`Delete ${answer.name}?`}
      action="Delete"
      close={close}
      act={() =>
        asItIs(call('GET /api/manage/canned-answers/{answer}', { params }), (version) =>
          call('DELETE /api/manage/canned-answers/{answer}', { params, version }),
        )
      }
      done={done}
    >
      <p>What was sent with it stays in the conversations.</p>
    </Confirm>
  );
}

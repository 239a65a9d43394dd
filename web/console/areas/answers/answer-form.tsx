import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { type Answer, call } from '../../api.ts';
import { SkillChecks } from '../../skill-checks.tsx';
import { useAction } from '../../use-action.ts';

type Canned = Answer<'GET /api/manage/canned-answers/{answer}'>;

interface AnswerFormProps {
  /** Left out, a new one is made. */
  readonly answer?: Canned;
  readonly close: () => void;
  readonly done: () => void;
}

/** A canned answer: its name, its text, and whom it is offered to. */
export function AnswerForm({ answer, close, done }: AnswerFormProps) {
  const [name, setName] = useState(answer?.name ?? '');
  const [text, setText] = useState(answer?.text ?? '');
  const [skills, setSkills] = useState<readonly string[]>(answer?.skills ?? []);
  const [version, setVersion] = useState<string>();
  const { run, busy, problem, wrong } = useAction();
  const params = { answer: answer?.id ?? '' };

  /** What is changed is what was read here, so that nobody's change in the meantime is lost. */
  useEffect(() => {
    if (!answer) return;
    void run(call('GET /api/manage/canned-answers/{answer}', { params })).then((read) => {
      if (!read) return;
      setVersion(read.version);
      setName(read.body.name);
      setText(read.body.text);
      setSkills(read.body.skills ?? []);
    });
  }, []);

  async function submit() {
    const body = { name: name.trim(), text, ...(skills.length > 0 ? { skills: [...skills] } : {}) };
    const saved = answer
      ? call('PUT /api/manage/canned-answers/{answer}', { params, body, version })
      : call('POST /api/manage/canned-answers', { body });
    if (await run(saved)) done();
  }

  return (
    <Dialog
      title={answer ? `Edit ${answer.name}` : 'New canned answer'}
      close={close}
      submit={submit}
      action={answer ? 'Save' : 'Create'}
      busy={busy}
      problem={problem}
      wide
    >
      <TextField
        label="Name"
        value={name}
        change={setName}
        wrong={wrong.name}
        hint="What agents find it by."
        maxLength={80}
        required
      />
      <TextField
        label="Text"
        value={text}
        change={setText}
        wrong={wrong.text}
        lines={7}
        maxLength={4096}
        required
      />
      <SkillChecks
        chosen={skills}
        change={setSkills}
        hint="Whom it is offered to: agents with one of these skills. None: everybody."
        wrong={wrong.skills}
      />
    </Dialog>
  );
}

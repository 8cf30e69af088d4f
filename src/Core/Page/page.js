// The learners' page. It sends only requests that every other client may send too.
const find = id => document.getElementById(id);
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const tabs = new BroadcastChannel('lessons');
const sections = ['enter', 'failed', 'lessons'].map(find);

const words = {
  'wrong-credentials': 'The name or the password is wrong.',
  'user-id-taken': 'That name is taken. Choose another one, or log in.',
  'missing-user-id': 'Enter a name.',
  'missing-password': 'Enter a password.',
  'invalid-user-id': 'The name is too long, or it has characters that are not allowed.',
  'invalid-lesson-slug': 'A lesson cannot have this name.',
  'not-found': 'A lesson cannot have this name.',
  'unknown-lesson': 'There is no such lesson.',
  'too-many-lessons': 'You have reached the maximum number of completed lessons.',
  'out-of-time': 'The service is busy',
  'busy': 'The service is busy',
};

let isOpen = false; // whether a name is enough: LOGIN_MODE=open
let mayRegister = false;
let isModeKnown = false;
let isRegistering = false;
let isFree = false; // whether there is no catalogue, so that any lesson can be marked
let lessons = [];
let queue = Promise.resolve();

class Refusal extends Error {
  constructor(message, code = '', isSessionOver = false) {
    super(message);
    Object.assign(this, { code, isSessionOver });
  }
}

async function call(method, path, body) {
  let response;
  try {
    // A login redirects to the list of completed lessons. This page does not need that response.
    response = await fetch(path, { method, redirect: 'manual', ...body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } });
  } catch {
    throw new Refusal('The service cannot be reached. Check your connection and try again.');
  }
  if (response.ok || response.type === 'opaqueredirect')
    return response;
  const { Code = '', Message = '' } = await response.json().catch(() => ({}));
  throw new Refusal(explain(response, Code, Message), Code, response.status === 403 && !Code && !Message);
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    throw new Refusal('The response was incomplete. Try again.');
  }
}

function explain(response, code, message) {
  if (response.status === 429)
    return `Too many attempts. Try again in ${wait(Number(response.headers.get('Retry-After')))}.`;
  const text = words[code] ?? message.replace(/\.*$/, '');
  const sentence = text.endsWith('.') ? text : `${text || 'The request failed'}.`;
  return response.status >= 500 ? `${sentence} Try again in a moment.` : sentence;
}

const wait = seconds => seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : seconds > 1 ? `${seconds} seconds` : 'a moment';

function show(section) {
  for (const one of sections)
    one.hidden = one !== section;
  find('log-out').hidden = section.id !== 'lessons';
}

const warn = text => { find('alert').textContent = text; };
const tell = text => { find('status').textContent = text; };

// Actions run one after the other, so that the last click decides.
function enqueue(action) {
  queue = queue.then(() => action()).catch(refuse);
  return queue;
}

function refuse(error) {
  if (error.isSessionOver)
    showEntrance('Your session has ended. Log in again.');
  else
    warn(error.message);
}

async function load(focus = false) {
  const [session, answer] = await Promise.all([
    call('GET', '/session').then(read).catch(() => null),
    call('GET', '/lessons').then(read).catch(error => error),
  ]);
  if (session) {
    isOpen = session.LoginMode === 'open';
    mayRegister = session.Registration === 'open';
    isModeKnown = true;
  }
  if (!isModeKnown)
    showFailure('The login form could not be loaded. Try again in a moment.');
  else if (answer.isSessionOver)
    showEntrance('');
  else if (answer instanceof Refusal)
    showFailure(answer.message);
  else
    showLessons(answer.Lessons, focus);
}

function showFailure(message) {
  show(find('failed'));
  warn(message);
}

function showEntrance(message) {
  const wasHidden = find('enter').hidden;
  const wasLoggedIn = !find('lessons').hidden;
  show(find('enter'));
  lessons = [];
  find('list').replaceChildren();
  find('mark').reset();
  find('change').reset(); // the next learner in this tab must not find a password
  find('account').open = false;
  drawEntrance();
  if (wasHidden)
    warn(message);
  if (wasLoggedIn)
    find('user').focus();
}

function drawEntrance() {
  isRegistering &&= mayRegister;
  find('enter-title').textContent = find('enter-button').textContent = isRegistering ? 'Register' : 'Log in';
  find('enter-text').textContent = isOpen ? 'This is a demo: you can log in with any name.' : isRegistering ? 'Choose a name and a password to begin.' : 'Continue your lessons.';
  find('password-hint').textContent = isOpen ? 'Optional: a name is enough.' : isRegistering ? '8 to 128 characters. Common passwords are not accepted.' : '';
  find('password').minLength = isRegistering ? 8 : 0;
  find('password').autocomplete = isRegistering ? 'new-password' : 'current-password';
  find('other').hidden = !mayRegister;
  find('other-text').textContent = isRegistering ? 'Do you have an account?' : 'New here?';
  find('other-button').textContent = isRegistering ? 'Log in' : 'Register';
}

function showLessons(list, focus) {
  const wasHidden = find('lessons').hidden;
  isFree = list.every(lesson => lesson.Completed !== null && lesson.Course === null && lesson.Title === lesson.Slug);
  const isSame = list.length === lessons.length && list.every((lesson, i) => lesson.Slug === lessons[i].Slug);
  lessons = list.map((lesson, i) => ({ ...lesson, row: isSame ? lessons[i].row : null }));
  if (!isSame)
    drawList();
  lessons.forEach(drawLesson);
  drawProgress();
  find('mark').hidden = !isFree;
  find('account').hidden = isOpen;
  show(find('lessons'));
  if (wasHidden)
    warn('');
  if (focus)
    find('lessons-title').focus();
}

function drawList() {
  const groups = new Map();
  for (const lesson of lessons)
    groups.set(lesson.Course, [...groups.get(lesson.Course) ?? [], lesson]);
  find('list').replaceChildren(...[...groups].map(([course, group], i) => {
    const section = make('section', { className: 'card' });
    if (course !== null || groups.size > 1) {
      section.append(make('h2', { id: `course-${i}`, textContent: course ?? 'More lessons' }));
      section.setAttribute('aria-labelledby', `course-${i}`);
    }
    const list = make('ul', {});
    list.append(...group.map((lesson, j) => lesson.row = makeRow(lesson, `when-${i}-${j}`)));
    section.append(list);
    return section;
  }));
}

function makeRow(lesson, id) {
  const row = make('li', {});
  const label = make('label', {});
  const box = make('input', { type: 'checkbox' });
  box.setAttribute('aria-describedby', id);
  box.addEventListener('change', () => {
    const isDone = box.checked;
    enqueue(() => mark(lesson.Slug, isDone));
  });
  label.append(box, make('span', { textContent: lesson.Title }));
  row.append(label, make('time', { id }));
  return row;
}

const make = (name, properties) => Object.assign(document.createElement(name), properties);

function drawLesson({ row, Completed }) {
  const time = Completed === null ? NaN : Date.parse(Completed);
  row.querySelector('input').checked = Completed !== null;
  row.querySelector('time').textContent = isNaN(time) ? '' : date.format(time);
}

function drawProgress() {
  const done = lessons.filter(lesson => lesson.Completed !== null).length;
  const all = lessons.length;
  find('bar').hidden = find('percent').hidden = isFree;
  find('bar').max = all || 1;
  find('bar').value = done;
  find('percent').textContent = `${all && Math.floor(done * 100 / all)}%`;
  const noun = (isFree ? done : all) === 1 ? 'lesson' : 'lessons';
  find('count').textContent = !isFree ? `${done} of ${all} ${noun} completed` : done ? `${done} ${noun} completed` : 'No lesson completed yet';
}

async function mark(slug, isDone) {
  warn('');
  const lesson = lessons.find(one => one.Slug === slug);
  try {
    const { LastCompleted = null } = await read(await call(isDone ? 'POST' : 'DELETE', `/lessons/${encodeURIComponent(slug.toWellFormed())}/mark-complete`));
    tabs.postMessage('changed');
    if (!lesson)
      await load();
    else
      lesson.Completed = LastCompleted;
  } finally {
    if (lesson)
      drawLesson(lesson); // after a failure, the row shows the previous state
  }
  drawProgress();
  tell(`${lesson?.Title ?? slug}: ${isDone ? 'completed' : 'no longer completed'}. ${find('count').textContent}.`);
}

function onSubmit(id, action) {
  const form = find(id);
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (form.ariaBusy === 'true')
      return;
    form.ariaBusy = 'true';
    warn('');
    action(Object.fromEntries(new FormData(form)), form).finally(() => form.ariaBusy = 'false');
  });
}

onSubmit('enter-form', async (values, form) => {
  const password = find('password');
  try {
    await call('POST', isRegistering ? '/register' : '/login', values);
    form.reset();
    password.type = 'password';
    isRegistering = false;
    tabs.postMessage('changed');
    await enqueue(() => load(true));
  } catch (error) {
    warn(error.message);
    const field = { 'wrong-credentials': password, 'user-id-taken': find('user') }[error.code];
    field?.setAttribute('aria-invalid', 'true');
    field?.select();
  }
});

onSubmit('mark', (values, form) => enqueue(async () => {
  await mark(values.slug.trim(), true);
  form.reset();
}));

onSubmit('change', (values, form) => enqueue(async () => {
  try {
    await call('POST', '/password', values);
    form.reset();
    find('account').open = false;
    find('account').querySelector('summary').focus();
    tell('The password is changed.');
  } catch (error) {
    refuse(error);
    if (error.code === 'wrong-credentials') {
      warn('The current password is wrong.');
      find('old').select();
    }
  }
}));

const leave = path => () => enqueue(async () => {
  await call('POST', path);
  tabs.postMessage('changed');
  await load();
  tell('You are logged out.');
});

find('log-out').addEventListener('click', leave('/logout'));
find('log-out-everywhere').addEventListener('click', leave('/logout-everywhere'));
find('retry').addEventListener('click', () => enqueue(() => load(true)));
find('show').addEventListener('change', event => { find('password').type = event.target.checked ? 'text' : 'password'; });
find('enter-form').addEventListener('input', event => event.target.removeAttribute('aria-invalid'));
find('other-button').addEventListener('click', () => {
  isRegistering = !isRegistering;
  warn('');
  drawEntrance();
  find('user').focus();
});

// The page loads its data again if another tab reports a change, such as a login, or if the browser restores the page from its
// cache.
tabs.addEventListener('message', () => enqueue(load));
addEventListener('pageshow', event => event.persisted && enqueue(load));

await enqueue(load);

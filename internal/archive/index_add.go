package archive

import (
	"context"
	"database/sql"
	"slices"

	"github.com/assize/assize/engine"
)

// failedInPart is the verdict of what fails and was not read whole.
const failedInPart = 5

// verdictCode is how the index writes a verdict; it never changes.
func verdictCode(s engine.Subject) int {
	if s.Verdict == engine.Fail && s.Partial {
		return failedInPart
	}
	return slices.Index([]engine.Verdict{engine.Pass, engine.Fail, engine.NotApplicable, engine.Unknown, engine.Error}, s.Verdict)
}

func verdictOf(code int) (v engine.Verdict, partial bool) {
	list := []engine.Verdict{engine.Pass, engine.Fail, engine.NotApplicable, engine.Unknown, engine.Error, engine.Fail}
	if code < 0 || code >= len(list) {
		return engine.Error, false
	}
	return list[code], code == failedInPart
}

// The things whose presence in a run the index keeps.
const (
	scopePolicy = 0
	scopeTarget = 1
)

type subjectKey struct {
	target, policy, kind int
	resource             string
}

// subjectState is the last span of a subject.
type subjectState struct {
	id, from, verdict int
	open              bool
	seen              int // the run that last had it
	now               *engine.Subject
}

// failureState is the last span of a failure.
type failureState struct {
	id, message  int
	subject      *subjectState
	from         int
	severity     int
	waiver       int
	since, fixed int
	open         bool
	seen         int
	first        int
}

type scopeKey struct{ what, name int }

type scopeState struct {
	from, error int
	open        bool
	seen        int
}

// indexState is what the index says of the latest run, in memory.
type indexState struct {
	texts    map[string]int
	subjects map[subjectKey]*subjectState
	byID     map[int]*subjectState
	failures map[string]*failureState
	scope    map[scopeKey]*scopeState
}

// load reads the state from the file.
func (x *Index) load(ctx context.Context) (*indexState, error) {
	s := &indexState{texts: map[string]int{}, subjects: map[subjectKey]*subjectState{}, byID: map[int]*subjectState{},
		failures: map[string]*failureState{}, scope: map[scopeKey]*scopeState{}}
	for _, part := range []struct {
		query string
		take  func(scanner) error
	}{
		{"SELECT id, text FROM texts", s.loadText},
		{"SELECT id, target, policy, kind, resource FROM subjects", s.loadSubject},
		{"SELECT subject, from_run, to_run, verdict FROM verdicts ORDER BY subject, from_run", s.loadVerdict},
		{"SELECT f.fingerprint, f.id, f.message, f.subject, f.first_run, s.from_run, s.to_run, s.severity, s.waiver, s.since_run, s.fixed_run FROM failures f JOIN spans s ON s.failure = f.id ORDER BY f.id, s.from_run", s.loadFailure},
		{"SELECT what, name, from_run, to_run, error FROM scope ORDER BY what, name, from_run", s.loadScope},
	} {
		if err := x.each(ctx, part.query, nil, part.take); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *indexState) loadText(scan scanner) error {
	var id int
	var text string
	err := scan(&id, &text)
	s.texts[text] = id
	return err
}

func (s *indexState) loadSubject(scan scanner) error {
	one, key := &subjectState{}, subjectKey{}
	err := scan(&one.id, &key.target, &key.policy, &key.kind, &key.resource)
	s.subjects[key], s.byID[one.id] = one, one
	return err
}

func (s *indexState) loadVerdict(scan scanner) error {
	var id, from, to, verdict int
	if err := scan(&id, &from, &to, &verdict); err != nil {
		return err
	}
	if one := s.byID[id]; one != nil {
		one.from, one.verdict, one.open = from, verdict, to == forever
	}
	return nil
}

func (s *indexState) loadFailure(scan scanner) error {
	var fingerprint string
	var subject, to int
	f := &failureState{}
	if err := scan(&fingerprint, &f.id, &f.message, &subject, &f.first, &f.from, &to, &f.severity, &f.waiver, &f.since, &f.fixed); err != nil {
		return err
	}
	f.subject, f.open = s.byID[subject], to == forever
	s.failures[fingerprint] = f
	return nil
}

func (s *indexState) loadScope(scan scanner) error {
	var key scopeKey
	var to int
	one := &scopeState{}
	err := scan(&key.what, &key.name, &one.from, &to, &one.error)
	one.open = to == forever
	s.scope[key] = one
	return err
}

// An indexStep adds one run.
type indexStep struct {
	*indexState
	ctx      context.Context //nolint:containedctx // it lives as long as one transaction
	tx       *sql.Tx
	n        int
	prepared map[string]*sql.Stmt
}

func (s *indexStep) exec(query string, args ...any) error {
	statement := s.prepared[query]
	if statement == nil {
		var err error
		if statement, err = s.tx.PrepareContext(s.ctx, query); err != nil {
			return err
		}
		if s.prepared == nil {
			s.prepared = map[string]*sql.Stmt{}
		}
		s.prepared[query] = statement // closed with the transaction
	}
	_, err := statement.ExecContext(s.ctx, args...)
	return err
}

func (s *indexStep) text(text string) (int, error) {
	if id, ok := s.texts[text]; ok {
		return id, nil
	}
	id := len(s.texts) + 1
	s.texts[text] = id
	return id, s.exec("INSERT INTO texts VALUES (?, ?)", id, text)
}

// take adds what a run observed.
func (s *indexStep) take(o *engine.Observation) error {
	for _, p := range o.Policies {
		if err := s.present(scopePolicy, p.ID, ""); err != nil {
			return err
		}
	}
	for _, t := range o.Targets {
		if err := s.present(scopeTarget, t.ID, t.Error); err != nil {
			return err
		}
	}
	for i := range o.Subjects {
		if err := s.subject(&o.Subjects[i]); err != nil {
			return err
		}
	}
	if err := s.absent(); err != nil {
		return err
	}
	if err := s.gone(); err != nil {
		return err
	}
	return s.totals()
}

// totals notes how many failures there are.
func (s *indexStep) totals() error {
	failing := make([]int, len(engine.Severities())+1) // by rank
	for _, f := range s.failures {
		if f.open {
			failing[f.severity]++
		}
	}
	for rank, n := range failing {
		if n > 0 {
			if err := s.exec("INSERT INTO totals VALUES (?, ?, ?)", s.n, rank, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// present notes that a policy was selected or a target was to be visited.
func (s *indexStep) present(what int, name, problem string) error {
	id, err := s.text(name)
	if err != nil {
		return err
	}
	problemID := 0
	if problem != "" {
		if problemID, err = s.text(problem); err != nil {
			return err
		}
	}
	key := scopeKey{what, id}
	one := s.scope[key]
	if one == nil {
		one = &scopeState{}
		s.scope[key] = one
	}
	one.seen = s.n
	if one.open && one.error == problemID {
		return nil
	}
	if one.open {
		if err := s.endScope(key, one); err != nil {
			return err
		}
	}
	one.open, one.from, one.error = true, s.n, problemID
	return s.exec("INSERT INTO scope VALUES (?, ?, ?, ?, ?)", what, id, s.n, forever, problemID)
}

func (s *indexStep) endScope(key scopeKey, one *scopeState) error {
	one.open = false
	return s.exec("UPDATE scope SET to_run = ? WHERE what = ? AND name = ? AND from_run = ?", s.n-1, key.what, key.name, one.from)
}

func (s *indexStep) subject(seen *engine.Subject) error {
	var key subjectKey
	for _, part := range []struct {
		id   *int
		text string
	}{{&key.target, seen.Target}, {&key.policy, seen.Policy}, {&key.kind, seen.Kind}} {
		id, err := s.text(part.text)
		if err != nil {
			return err
		}
		*part.id = id
	}
	key.resource = seen.Resource
	one := s.subjects[key]
	if one == nil {
		one = &subjectState{id: len(s.subjects) + 1}
		s.subjects[key], s.byID[one.id] = one, one
		if err := s.exec("INSERT INTO subjects VALUES (?, ?, ?, ?, ?)", one.id, key.target, key.policy, key.kind, key.resource); err != nil {
			return err
		}
	}
	one.seen, one.now = s.n, seen
	if verdict := verdictCode(*seen); !one.open || one.verdict != verdict {
		if err := s.endVerdict(one); err != nil {
			return err
		}
		one.open, one.from, one.verdict = true, s.n, verdict
		if err := s.exec("INSERT INTO verdicts VALUES (?, ?, ?, ?)", one.id, s.n, forever, verdict); err != nil {
			return err
		}
	}
	for i := range seen.Failures {
		if err := s.failure(one, seen.Severity, &seen.Failures[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *indexStep) endVerdict(one *subjectState) error {
	if !one.open {
		return nil
	}
	one.open = false
	return s.exec("UPDATE verdicts SET to_run = ? WHERE subject = ? AND from_run = ?", s.n-1, one.id, one.from)
}

func (s *indexStep) failure(subject *subjectState, severity engine.Severity, seen *engine.ObservedFailure) error {
	message, err := s.text(seen.Message)
	if err != nil {
		return err
	}
	waiver := 0
	if seen.Waiver != "" {
		if waiver, err = s.text(seen.Waiver); err != nil {
			return err
		}
	}
	f := s.failures[seen.Fingerprint]
	switch {
	case f == nil:
		f = &failureState{id: len(s.failures) + 1, subject: subject, message: message, first: s.n, since: s.n}
		s.failures[seen.Fingerprint] = f
		err = s.exec("INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?)", f.id, seen.Fingerprint, subject.id, seen.Key, message, s.n)
	case f.message != message:
		f.message = message
		err = s.exec("UPDATE failures SET message = ? WHERE id = ?", message, f.id)
	}
	if err != nil {
		return err
	}
	f.seen = s.n
	if f.open && f.severity == severity.Rank() && f.waiver == waiver {
		return nil
	}
	if err := s.endFailure(f); err != nil {
		return err
	}
	if f.fixed > 0 { // it was seen fixed since: this is another time
		f.since = s.n
	}
	f.open, f.from, f.severity, f.waiver, f.fixed = true, s.n, severity.Rank(), waiver, 0
	return s.exec("INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, 0)", f.id, s.n, forever, f.severity, waiver, f.since)
}

func (s *indexStep) endFailure(f *failureState) error {
	if !f.open {
		return nil
	}
	f.open = false
	return s.exec("UPDATE spans SET to_run = ? WHERE failure = ? AND from_run = ?", s.n-1, f.id, f.from)
}

// absent ends the spans of what this run has not.
func (s *indexStep) absent() error {
	for key, one := range s.scope {
		if one.open && one.seen != s.n {
			if err := s.endScope(key, one); err != nil {
				return err
			}
		}
	}
	for _, one := range s.subjects {
		if one.open && one.seen != s.n {
			if err := s.endVerdict(one); err != nil {
				return err
			}
		}
		if one.seen != s.n {
			one.now = nil
		}
	}
	return nil
}

// gone ends the spans of failures that are not among this run's, and notes those that it saw fixed.
func (s *indexStep) gone() error {
	for _, f := range s.failures {
		if f.seen == s.n || f.fixed > 0 {
			continue
		}
		if err := s.endFailure(f); err != nil {
			return err
		}
		if change, _ := engine.GoneChange(f.subject.now); change == engine.Fixed {
			f.fixed = s.n
			if err := s.exec("UPDATE spans SET fixed_run = ? WHERE failure = ? AND from_run = ?", s.n, f.id, f.from); err != nil {
				return err
			}
		}
	}
	return nil
}

package reports

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// lines reads JSON that is written as Write writes it: one member a line, in order, indented. It is many times faster than
// encoding/json, and does nothing where a text is written otherwise: then encoding/json reads it and says what is wrong. A
// string cannot hold a line's end, so that a line is where it seems to be. One goroutine uses it.
type lines struct {
	rest  []byte
	more  bool // whether another member or element has to come: the last one ended in a comma, or something was opened
	known *repeated
}

// open takes a whole line that opens an object or a list.
func (l *lines) open(line string) bool {
	if !l.more || !hasPrefix(l.rest, line) {
		return false
	}
	l.rest = l.rest[len(line):]
	return true
}

// end takes the line that closes what was opened.
func (l *lines) end(closer string) bool {
	if l.more || !hasPrefix(l.rest, closer) {
		return false
	}
	l.rest = l.rest[len(closer):]
	return l.lineEnds()
}

// lineEnds takes what may stand behind a value: a comma, and the line's end.
func (l *lines) lineEnds() bool {
	if l.more = len(l.rest) > 0 && l.rest[0] == ','; l.more {
		l.rest = l.rest[1:]
	}
	if len(l.rest) == 0 {
		return !l.more
	}
	if l.rest[0] != '\n' {
		return false
	}
	l.rest = l.rest[1:]
	return true
}

// member takes a line with a key, and returns the value as far as it stands on this line.
func (l *lines) member(key string) (value []byte, there bool) {
	if !l.more || !hasPrefix(l.rest, key) {
		return nil, false
	}
	value, l.rest = l.rest[len(key):], nil
	if i := bytes.IndexByte(value, '\n'); i >= 0 {
		value, l.rest = value[:i], value[i+1:]
	}
	if l.more = len(value) > 0 && value[len(value)-1] == ','; l.more {
		value = value[:len(value)-1]
	}
	return value, true
}

// text takes a member that is a string and that must be there; many findings say the same.
func (l *lines) text(key string, into *string) bool {
	value, there := l.member(key)
	if !there {
		return false
	}
	text, ok := l.known.quoted(value)
	*into = text
	return ok
}

// maybe takes a string that may be left out. It is false where the string is there and is none.
func (l *lines) maybe(key string, into *string) bool {
	return !l.more || !hasPrefix(l.rest, key) || l.text(key, into)
}

// number takes a member that may be left out.
func (l *lines) number(key string, into *int) (ok bool) {
	value, there := l.member(key)
	if !there {
		return true
	}
	n, err := strconv.Atoi(string(value))
	*into = n
	return err == nil && strconv.Itoa(n) == string(value)
}

// truth takes a member that is left out unless it is true.
func (l *lines) truth(key string, into *bool) bool {
	value, there := l.member(key)
	*into = there
	return !there || string(value) == "true"
}

// value takes a member that is any JSON, whose lines within are indented deeper than its key; closer is that of the key.
func (l *lines) value(key, closer string, into *json.RawMessage) bool {
	if !l.more || !hasPrefix(l.rest, key) {
		return false
	}
	text := l.rest[len(key):]
	size := bytes.IndexByte(text, '\n')
	if size == 1 && (text[0] == '{' || text[0] == '[') {
		end := closer + "}"
		if text[0] == '[' {
			end = closer + "]"
		}
		if size = bytes.Index(text, []byte(end)); size < 0 {
			return false
		}
		size += len(end)
	} else if size > 0 && text[size-1] == ',' {
		size--
	}
	if size < 1 {
		return false
	}
	value, ok := l.known.plain(text[:size])
	l.rest, *into = text[size:], value
	return ok && l.lineEnds()
}

// maybeValue takes a value that may be left out.
func (l *lines) maybeValue(key, closer string, into *json.RawMessage) bool {
	return !l.more || !hasPrefix(l.rest, key) || l.value(key, closer, into)
}

// eachOf takes a list of objects that must be there, each of them by one.
func (l *lines) eachOf(key string, one func() bool) bool {
	const opening, closer, between = "[\n", "      ]", "        {\n"
	if !l.more || !hasPrefix(l.rest, key) {
		return false
	}
	if !hasPrefix(l.rest[len(key):], opening) {
		value, _ := l.member(key)
		return string(value) == "[]"
	}
	l.rest = l.rest[len(key)+len(opening):]
	for l.more = true; l.more; {
		if !l.open(between) || !one() || !l.end("        }") {
			return false
		}
	}
	return l.end(closer)
}

func hasPrefix(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && string(text[:len(prefix)]) == prefix
}

// finding reads the lines of one finding, from its first key on.
func (l *lines) finding(f *engine.Finding) bool {
	return l.policy(f) && l.resource(f) && l.outcome(f) && l.failures(f) && !l.more && len(l.rest) == 0
}

// section is the text up to the line that begins with key, which is given with the line's end before it. What was read of such
// a text once holds wherever it stands again, as long as nothing behind it was looked at for it.
func (l *lines) section(key string) (text []byte, there bool) {
	i := bytes.Index(l.rest, []byte(key))
	if i < 0 {
		return nil, false
	}
	return l.rest[:i+1], true
}

// skip goes on behind a section that was read before.
func (l *lines) skip(section []byte) bool {
	l.rest = l.rest[len(section):]
	return l.more
}

func (l *lines) policy(f *engine.Finding) bool {
	text, there := l.section("\n      \"resource\": ")
	if !there {
		return false
	}
	if f.PolicyRef = l.known.sections.policies[string(text)]; f.PolicyRef != nil {
		return l.skip(text)
	}
	after := len(l.rest) - len(text)
	var p engine.PolicyRef
	if !l.text("      \"policy\": ", &p.Policy) || !l.text("      \"kind\": ", &p.Kind) || !l.text("      \"severity\": ", (*string)(&p.Severity)) || !l.more || len(l.rest) != after {
		return false
	}
	f.PolicyRef = l.known.policy(&p)
	keep(l.known, l.known.sections.policies, text, f.PolicyRef)
	return true
}

func (l *lines) resource(f *engine.Finding) bool {
	text, there := l.section("\n      \"verdict\": ")
	if !there {
		return false
	}
	if f.ResourceRef = l.known.sections.resources[string(text)]; f.ResourceRef != nil {
		return l.skip(text)
	}
	after := len(l.rest) - len(text)
	var r engine.ResourceRef
	ok := l.text("      \"resource\": ", &r.Resource) && l.text("      \"name\": ", &r.Name) && l.text("      \"target\": ", &r.Target) &&
		l.origin(&r.Origin) && l.tags(&r) && l.more
	if !ok || len(l.rest) != after {
		return false
	}
	f.ResourceRef = l.known.resource(&r)
	keep(l.known, l.known.sections.resources, text, f.ResourceRef)
	return true
}

func (l *lines) origin(o *collectors.Origin) bool {
	return l.open("      \"origin\": {\n") && l.text("        \"target\": ", &o.Target) && l.text("        \"collector\": ", &o.Collector) &&
		l.maybe("        \"account\": ", &o.Account) && l.maybe("        \"region\": ", &o.Region) && l.maybe("        \"file\": ", &o.File) &&
		l.number("        \"line\": ", &o.Line) && l.end("      }")
}

// tags are few and in no list: encoding/json reads them.
func (l *lines) tags(r *engine.ResourceRef) bool {
	var text json.RawMessage
	if !l.maybeValue("      \"tags\": ", "\n      ", &text) {
		return false
	}
	return text == nil || text[0] == '{' && json.Unmarshal(text, &r.Tags) == nil
}

func (l *lines) outcome(f *engine.Finding) bool {
	text, there := l.section("\n      \"failures\": ")
	if !there {
		return false
	}
	if f.Outcome = l.known.sections.outcomes[string(text)]; f.Outcome != nil {
		return l.skip(text)
	}
	after := len(l.rest) - len(text)
	o := &engine.Outcome{Evidence: []engine.Evidence{}, Gaps: []collectors.Gap{}}
	ok := l.text("      \"verdict\": ", (*string)(&o.Verdict)) && l.eachOf("      \"evidence\": ", func() bool { return l.evidence(o) }) &&
		l.eachOf("      \"gaps\": ", func() bool { return l.gap(o) })
	if ok && l.more && hasPrefix(l.rest, "      \"if_known\": ") {
		ok = l.eachOf("      \"if_known\": ", func() bool { return l.ifKnown(o) })
	}
	if !ok || !l.maybe("      \"note\": ", &o.Note) || !l.more || len(l.rest) != after {
		return false
	}
	l.known.outcome(o)
	f.Outcome = o
	keep(l.known, l.known.sections.outcomes, text, o)
	return true
}

func (l *lines) evidence(o *engine.Outcome) bool {
	var e engine.Evidence
	ok := l.text("          \"path\": ", &e.Path) && l.value("          \"value\": ", "\n          ", &e.Value) &&
		l.maybe("          \"digest\": ", &e.Digest) && l.number("          \"bytes\": ", &e.Bytes)
	o.Evidence = append(o.Evidence, e)
	return ok
}

func (l *lines) gap(o *engine.Outcome) bool {
	var g collectors.Gap
	ok := l.text("          \"target\": ", &g.Target) && l.text("          \"kind\": ", &g.Kind) && l.maybe("          \"resource\": ", &g.Resource) &&
		l.maybe("          \"region\": ", &g.Region) && l.maybe("          \"path\": ", &g.Path) && l.text("          \"cause\": ", (*string)(&g.Cause)) &&
		l.maybe("          \"detail\": ", &g.Detail) && l.maybe("          \"needs\": ", &g.Needs) && l.maybe("          \"call\": ", &g.Call)
	o.Gaps = append(o.Gaps, g)
	return ok
}

func (l *lines) ifKnown(o *engine.Outcome) bool {
	var known engine.IfKnown
	ok := l.text("          \"path\": ", &known.Path) && l.maybeValue("          \"value\": ", "\n          ", &known.Value) &&
		l.text("          \"verdict\": ", (*string)(&known.Verdict))
	o.IfKnown = append(o.IfKnown, known)
	return ok
}

func (l *lines) failures(f *engine.Finding) bool {
	f.Failures = []engine.Failure{}
	ok := l.eachOf("      \"failures\": ", func() bool {
		failure := engine.Failure{Fault: &engine.Fault{}}
		fault := failure.Fault
		ok := l.text("          \"key\": ", &fault.Key) && l.text("          \"message\": ", &fault.Message) && l.text("          \"path\": ", &fault.Path) &&
			l.maybeValue("          \"actual\": ", "\n          ", &fault.Actual) && l.maybeValue("          \"expected\": ", "\n          ", &fault.Expected)
		if !ok {
			return false
		}
		value, there := l.member("          \"fingerprint\": ")
		failure.Fingerprint, ok = unquoted(value)
		ok = there && ok && l.maybe("          \"waiver\": ", &failure.Waiver) && l.truth("          \"known\": ", &failure.Known)
		f.Failures = append(f.Failures, failure)
		return ok
	})
	f.Failures = exact(f.Failures)
	return ok
}

package aws

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Alternative is a list of terms that must all hold.
type Alternative struct {
	Terms []Term `json:"terms"`
}

// Term compares one field of a record, for example {"eventName", "=", "DeleteTrail"}. Operator is "=", "!=", "<", "<=", ">",
// ">=", "exists", "not exists" or "is"; Value is empty for the first two words of these.
type Term struct {
	Field    string `json:"field"`
	Operator string `json:"operator"`
	Value    string `json:"value"`
}

// ErrPattern says that a filter pattern is none for JSON records or is not understood.
var ErrPattern = errors.New("not a pattern for JSON records")

// maxAlternatives bounds what a pattern may come to. AWS allows patterns of 1,024 characters.
const maxAlternatives = 512

// ParsePattern reads a filter pattern for JSON records into its alternatives.
// Source: CloudWatch Logs User Guide, Filter pattern syntax.
func ParsePattern(text string) ([]Alternative, error) {
	inner := strings.TrimSpace(text)
	if !strings.HasPrefix(inner, "{") || !strings.HasSuffix(inner, "}") || len(inner) > 4096 {
		return nil, ErrPattern
	}
	p := &patternReader{rest: strings.TrimSpace(inner[1 : len(inner)-1])}
	out, err := p.any()
	if err == nil && p.rest != "" {
		err = fmt.Errorf("%w: what is %.20q?", ErrPattern, p.rest)
	}
	return out, err
}

// A patternReader reads a pattern from left to right.
type patternReader struct {
	rest  string
	depth int
}

func (p *patternReader) take(token string) bool {
	after, found := strings.CutPrefix(p.rest, token)
	if found {
		p.rest = strings.TrimSpace(after)
	}
	return found
}

// any reads alternatives, joined by ||.
func (p *patternReader) any() ([]Alternative, error) {
	out, err := p.all()
	for err == nil && p.take("||") {
		var more []Alternative
		more, err = p.all()
		out = append(out, more...)
		if len(out) > maxAlternatives {
			return nil, fmt.Errorf("%w: too many alternatives", ErrPattern)
		}
	}
	return out, err
}

// all reads parts that must hold together, joined by &&.
func (p *patternReader) all() ([]Alternative, error) {
	out, err := p.part()
	for err == nil && p.take("&&") {
		var more []Alternative
		if more, err = p.part(); err != nil {
			break
		}
		if len(out)*len(more) > maxAlternatives {
			return nil, fmt.Errorf("%w: too many alternatives", ErrPattern)
		}
		var both []Alternative
		for _, a := range out {
			for _, b := range more {
				both = append(both, Alternative{Terms: append(append([]Term{}, a.Terms...), b.Terms...)})
			}
		}
		out = both
	}
	return out, err
}

func (p *patternReader) part() ([]Alternative, error) {
	if !p.take("(") {
		return p.term()
	}
	if p.depth++; p.depth > 64 {
		return nil, fmt.Errorf("%w: nested too deeply", ErrPattern)
	}
	out, err := p.any()
	p.depth--
	if err == nil && !p.take(")") {
		err = fmt.Errorf("%w: a parenthesis is not closed", ErrPattern)
	}
	return out, err
}

var patternTerm = regexp.MustCompile(`^\$\.([A-Za-z0-9_.\[\]*-]+)\s*(?:(?i:(NOT\s+EXISTS|EXISTS))|(=|!=|<=|>=|<|>|(?i:IS)\b)\s*("[^"]*"|[^\s()&|"]+))\s*`)

func (p *patternReader) term() ([]Alternative, error) {
	found := patternTerm.FindStringSubmatch(p.rest)
	if found == nil {
		return nil, fmt.Errorf("%w: no term at %.20q", ErrPattern, p.rest)
	}
	p.rest = p.rest[len(found[0]):]
	t := Term{Field: found[1], Operator: strings.ToLower(found[3]), Value: strings.Trim(found[4], `"`)}
	if found[2] != "" {
		t.Operator = strings.ToLower(strings.Join(strings.Fields(found[2]), " "))
	}
	return []Alternative{{Terms: []Term{t}}}, nil
}

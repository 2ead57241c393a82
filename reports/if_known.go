package reports

import (
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// factBytes and knownShown bound what is shown of a fact's path or value, and of the values of one fact: a target
// may choose the one, a file from elsewhere the other.
const (
	factBytes  = 120
	knownShown = 4
)

// eitherWay says what an unknown would be if the fact that it hangs on were known, as "pass if on is true, fail if
// false"; "" when that is not known.
func eitherWay(f *engine.Finding) string {
	if f.Verdict != engine.Unknown || len(f.IfKnown) == 0 {
		return ""
	}
	values := map[engine.Verdict][]string{}
	var order []engine.Verdict
	for _, x := range f.IfKnown[:min(len(f.IfKnown), knownShown)] {
		value := "not there"
		if len(x.Value) > 0 {
			value = cut(folded(string(x.Value)), factBytes)
		}
		if !slices.Contains(order, x.Verdict) {
			order = append(order, x.Verdict)
		}
		values[x.Verdict] = append(values[x.Verdict], value)
	}
	var parts []string
	for i, v := range order {
		part := verdictWord(v) + " if "
		if i == 0 {
			part += cut(folded(f.IfKnown[0].Path), factBytes) + " is "
		}
		parts = append(parts, part+strings.Join(values[v], " or "))
	}
	return strings.Join(parts, ", ")
}

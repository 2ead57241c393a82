package terraform

import (
	"slices"

	"github.com/assize/assize/collectors"
)

// Changed are the ids of what a plan changes, sorted.
type Changed struct {
	// Deleted are those that are gone after it; Touched those that it makes or changes, themselves or what belongs to them.
	Deleted, Touched []string
}

// Changed says what the plan at a target changes. It is nil for a plan that does not know what was there before it, which the option
// state=before reads, and for a state. The errors are those of Collect.
func (c *Collector) Changed(t collectors.Target) (*Changed, error) {
	chosen, err := parseOptions(t.Options)
	if err != nil {
		return nil, err
	}
	release := c.Hold(t.Address)
	defer release()
	d, err := c.open(t.Address)
	if err != nil || !d.plan || d.PriorState == nil {
		return nil, err
	}
	out := &Changed{}
	for _, c := range d.ResourceChanges {
		if c != nil && c.Change != nil && c.DeposedKey == "" && c.Change.Actions.Delete() {
			out.Deleted = append(out.Deleted, printable(c.Address))
		}
	}
	e, err := newEstate(d, chosen)
	if err != nil {
		return nil, err
	}
	e.join()
	v := newVisit(e, nil, chosen)
	for _, i := range e.instances {
		if !i.data && v.touched(i) {
			out.Touched = append(out.Touched, printable(i.address))
		}
	}
	slices.Sort(out.Deleted)
	slices.Sort(out.Touched)
	return out, nil
}

// moves are the addresses before the plan of what it moves, and those after it: a thing is the same under another address.
func (d *document) moves() map[string]string {
	out := map[string]string{}
	for _, c := range d.ResourceChanges {
		if c != nil && c.PreviousAddress != "" && c.PreviousAddress != c.Address && c.DeposedKey == "" {
			out[c.PreviousAddress] = c.Address
		}
	}
	return out
}

package opa

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// docket is one policy in one target, with the resources that it judges there and all that is the same for each.
type docket struct {
	policy    *compiledPolicy
	world     *world
	policyRef *engine.PolicyRef // of all findings
	joinGaps  []refGap
	// digest covers all that a verdict depends on besides the resource: the policy with the modules that it uses, the
	// kind's schema, its parameters, the joined kinds with their gaps, the clock if it is read. Number stands for it in this audit.
	digest [sha256.Size]byte
	number uint32
	// steady means that the next audit will most likely have the same digest: no joins and no clock.
	steady bool
	// timely means that the clock is read, so that no later audit can use the results.
	timely bool
	worth  *worth
	start  int // the place of the first resource's finding
}

// numberBytes is how long a docket's number is in a key.
const numberBytes = 4

// docketOf opens the docket of a policy in a world.
func (a *audit) docketOf(p *compiledPolicy, w *world) (*docket, error) {
	d := &docket{policy: p, world: w, policyRef: engine.NewFinding(p.unit.policy).PolicyRef}
	shown := &exhibits{facts: p.access.shown}
	d.policyRef.Exhibits = shown
	for _, r := range p.joins {
		shown.joined = append(shown.joined, w.list(r).evidenceFor(p, r))
	}
	d.joinGaps = joinGaps(p.reads, w)
	sum := sha256.New()
	var size [8]byte
	sized := func(parts ...string) {
		for _, part := range parts {
			binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
			sum.Write(size[:]) // a hash never fails to write
			io.WriteString(sum, part)
		}
	}
	sized(memoForm, Version(), p.unit.policy.ID, string(p.unit.closure[:]), a.set.schemas.sumOf(p.unit.policy.Kind))
	if err := w.params[p.unit.policy.ID]; err != nil {
		sized("broken parameters", err.Error())
	}
	d.steady = len(p.joins) == 0
	for _, r := range p.reads.sorted() {
		switch r.root.doc {
		case docParams:
			value, found := r.ground().Lookup(w.set)
			text, err := collectors.Canonical(value)
			if err != nil {
				return nil, fmt.Errorf("parameters of %s: %w", p.unit.policy.ID, err)
			}
			sized("param", r.ground().String(), fmt.Sprint(found), string(text))
		case docAudit:
			d.steady, d.timely = false, true
			sized("clock", a.options.Now.UTC().String())
		}
	}
	for _, r := range p.joins {
		sized("joined", fmt.Sprint(r.doc), r.kind, string(w.list(r).sum(r.kind)))
	}
	sum.Sum(d.digest[:0])
	a.number(d)
	return d, nil
}

// number gives dockets with one digest one number and one worth: hosts with the same settings share results.
func (a *audit) number(d *docket) {
	if other := a.numbers[d.digest]; other != nil {
		d.number, d.worth = other.number, other.worth
		return
	}
	d.number, d.worth = uint32(len(a.numbers)), &worth{}
	a.numbers[d.digest] = d
}

// list is the world's document that a root is in.
func (w *world) list(r root) *joined {
	if r.doc == docRecords {
		return w.records
	}
	return w.resources
}

// sum is a digest of all resources of a kind and of the gaps in it.
func (j *joined) sum(kind string) []byte {
	var state hash.Hash
	if state = j.sums[kind]; state == nil {
		state = sha256.New()
	}
	text := state.Sum(nil)
	gaps := make([]string, 0, len(j.gaps[kind]))
	for _, g := range j.gaps[kind] {
		gaps = append(gaps, gapKey(g.gap)+"\x00"+g.path.String())
	}
	slices.Sort(gaps)
	list, err := json.Marshal(gaps)
	if err != nil { // texts encode
		return text
	}
	sum := sha256.Sum256(append(text, list...))
	return sum[:]
}

// unknowns are those that the policy has with one resource.
func (d *docket) unknowns(s *subject) unknowns {
	if len(s.gaps) == 0 && len(d.joinGaps) == 0 {
		return unknowns{}
	}
	return unknownsOf(d.policy.reads, s.gaps, d.joinGaps)
}

// appendKey writes all that the verdict on a resource depends on.
func (d *docket) appendKey(key []byte, s *subject, u unknowns) []byte {
	key = binary.LittleEndian.AppendUint32(key, d.number)
	key = d.policy.access.appendKey(key, s.values)
	for _, g := range u.gaps {
		if g.Target == s.resource.Origin.Target && g.Kind == s.resource.Kind && g.Resource == s.resource.ID {
			key = appendSized(append(key, 3), []byte(g.Path))
			if g.Detail == undeclared { // such a fact may be of any type
				key = append(key, 5)
			}
		} else {
			key = appendSized(append(key, 4), []byte(gapKey(g)))
		}
	}
	return key
}

// judge decides on a resource from no more than the parts that the policy reads of it.
func (d *docket) judge(ctx context.Context, b bench, s *subject, u unknowns) (*result, error) {
	input := d.policy.access.project(s, nil)
	if len(u.gaps) > 0 {
		var err error
		if input, err = s.whole(); err != nil {
			return nil, err
		}
	}
	return b.decide(ctx, d.policy, s, d.world, input, u), nil
}

package opa

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// counts are the failures of each policy on each resource: policy after policy, each with its resources in their order.
type counts []byte

func (c counts) digest() string { return fmt.Sprintf("%x", sha256.Sum256(c)) }

// ways are the ways to evaluate that the table compares in a process of ours. Each loads, compiles and prepares the policies,
// unless it says otherwise, and has the resources' texts in memory; it returns what is measured.
func ways() map[string]func(t testing.TB, w speedRun) func() counts {
	return map[string]func(testing.TB, speedRun) func() counts{
		"a": regoPerEvaluation, "b": jointQueries, "c": oursCold, "C": oursFromFiles, "d": oursAgain, "e": oursAgain, "f": plainGo,
	}
}

// workCompiler compiles the workload's policies as a plain user of OPA does.
func workCompiler(t testing.TB) *ast.Compiler {
	t.Helper()
	modules := map[string]*ast.Module{}
	for i := range workPolicies {
		name := fmt.Sprintf("p%03d.rego", i)
		modules[name] = ast.MustParseModuleWithOpts(workPolicy(i), ast.ParserOptions{RegoVersion: ast.RegoV1})
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	return compiler
}

// workPairs goes through policies and the resources of their kinds.
func workPairs(s *collectors.Snapshot, each func(policy int, resources []collectors.Resource)) {
	for i := range workPolicies {
		each(i, s.Of(s.Targets[0].ID, workKind(i%workKinds)))
	}
}

// applicable says whether policy number i has such a rule.
func applicable(i int) bool { return strings.Contains(workPolicy(i), "\napplicable if") }

// regoPerEvaluation makes a rego.Rego for each policy on each resource over one compiler, as conftest and trivy do.
func regoPerEvaluation(t testing.TB, w speedRun) func() counts {
	compiler, store, s := workCompiler(t), inmem.New(), w.snapshot(t)
	ctx := context.Background()
	return func() counts {
		var out counts
		workPairs(s, func(i int, resources []collectors.Resource) {
			query := fmt.Sprintf("fail := data.policies.t.p%03d.fail", i)
			if applicable(i) {
				query = fmt.Sprintf("data.policies.t.p%03d.applicable; %s", i, query)
			}
			for _, r := range resources {
				input, err := decodeJSON(r.JSON)
				if err != nil {
					t.Fatal(err)
				}
				results, err := rego.New(rego.Query(query), rego.Compiler(compiler), rego.Store(store), rego.Input(input)).Eval(ctx)
				if err != nil {
					t.Fatal(err)
				}
				n := 0
				if len(results) > 0 {
					n = len(results[0].Bindings["fail"].([]any))
				}
				out = append(out, byte(n))
			}
		})
		return out
	}
}

// jointQueries is the best plain use of OPA that we know: one prepared query per kind that names all of its policies, the
// input parsed once, one transaction.
func jointQueries(t testing.TB, w speedRun) func() counts {
	compiler, store, s := workCompiler(t), inmem.New(), w.snapshot(t)
	ctx := context.Background()
	txn, err := store.NewTransaction(ctx, storage.TransactionParams{})
	if err != nil {
		t.Fatal(err)
	}
	prepared := make([]rego.PreparedEvalQuery, workKinds)
	for k := range workKinds {
		var parts []string
		for i := k; i < workPolicies; i += workKinds {
			parts = append(parts, fmt.Sprintf("x%03d = data.policies.t.p%03d.fail", i, i))
			if applicable(i) {
				parts = append(parts, fmt.Sprintf("y%03d = [true | data.policies.t.p%03d.applicable]", i, i))
			}
		}
		prepared[k], err = rego.New(rego.Query(strings.Join(parts, "; ")), rego.Compiler(compiler), rego.Store(store), rego.Transaction(txn)).PrepareForEval(ctx)
		if err != nil {
			t.Fatal(err)
		}
	}
	return func() counts {
		byPolicy := make([]counts, workPolicies)
		for k := range workKinds {
			for _, r := range s.Of(s.Targets[0].ID, workKind(k)) {
				plain, err := decodeJSON(r.JSON)
				if err != nil {
					t.Fatal(err)
				}
				input, err := ast.InterfaceToValue(plain)
				if err != nil {
					t.Fatal(err)
				}
				results, err := prepared[k].Eval(ctx, rego.EvalParsedInput(input), rego.EvalTransaction(txn))
				if err != nil {
					t.Fatal(err)
				}
				for i := k; i < workPolicies; i += workKinds {
					n := len(results[0].Bindings[fmt.Sprintf("x%03d", i)].([]any))
					if y, there := results[0].Bindings[fmt.Sprintf("y%03d", i)]; there && len(y.([]any)) == 0 {
						n = 0
					}
					byPolicy[i] = append(byPolicy[i], byte(n))
				}
			}
		}
		return slices.Concat(byPolicy...)
	}
}

// oursCold judges with nothing known before.
func oursCold(t testing.TB, w speedRun) func() counts {
	set, s := workSet(t), w.snapshot(t)
	compiled(t, set)
	return func() counts { return w.ours(t, set, s) }
}

// oursFromFiles is the same with the policies' texts as all that is there before.
func oursFromFiles(t testing.TB, w speedRun) func() counts {
	s := w.snapshot(t)
	return func() counts { return w.ours(t, workSet(t), s) }
}

func compiled(t testing.TB, set *Set) {
	t.Helper()
	if _, err := set.programFor(set.units); err != nil {
		t.Fatal(err)
	}
}

// oursAgain judges with the memo of an audit before, of which some resources have changed since, and reads the memo's
// text first.
func oursAgain(t testing.TB, w speedRun) func() counts {
	set := workSet(t)
	compiled(t, set)
	var text string
	func() { // so that nothing of the audit before is held
		memo, before := NewMemo("test"), w
		before.Changed = 0
		before.ours(t, set.WithMemo(memo), before.snapshot(t))
		text = string(memo.Encode())
	}()
	s := w.snapshot(t)
	return func() counts {
		memo, err := ReadMemo(text, "test")
		if err != nil {
			t.Fatal(err)
		}
		return w.ours(t, set.WithMemo(memo), s)
	}
}

func (w speedRun) ours(t testing.TB, set *Set, s *collectors.Snapshot) counts {
	t.Helper()
	findings, err := set.Evaluate(context.Background(), s, engine.Options{Workers: w.Cores})
	if err != nil {
		t.Fatal(err)
	}
	out := make(counts, len(findings))
	for i := range findings {
		if findings[i].Verdict == engine.Error || findings[i].Verdict == engine.Unknown || i%997 == 0 && len(findings[i].Facts()) == 0 {
			t.Fatalf("finding %+v", findings[i])
		}
		out[i] = byte(len(findings[i].Failures))
	}
	return out
}

// plainGo is the floor: the same checks in Go on a struct that is decoded for each resource.
func plainGo(t testing.TB, w speedRun) func() counts {
	s := w.snapshot(t)
	checks := make([][]func(*workResource) int, workKinds)
	for i := range workPolicies {
		checks[i%workKinds] = append(checks[i%workKinds], workPlain(i))
	}
	return func() counts {
		byPolicy := make([]counts, workPolicies)
		for k := range workKinds {
			for _, resource := range s.Of(s.Targets[0].ID, workKind(k)) {
				r, err := workDecoded(resource.JSON)
				if err != nil {
					t.Fatal(err)
				}
				for n, check := range checks[k] {
					byPolicy[k+n*workKinds] = append(byPolicy[k+n*workKinds], byte(check(r)))
				}
			}
		}
		return slices.Concat(byPolicy...)
	}
}

package opa

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// patience bounds one policy on one example. It is long: a busy machine must not make a test fail.
const patience = 2 * time.Minute

// TestReport is what Test found.
type TestReport struct {
	Policies []PolicyTest `json:"policies"`
	// Problems are tests that fail and promises that a policy does not keep; none means that all is well.
	Problems Problems `json:"problems"`
}

// PolicyTest is the result for one policy.
type PolicyTest struct {
	ID     string `json:"id"`
	Tests  int    `json:"tests"`
	Failed int    `json:"failed"`
	// Coverage is the share of the policy's lines that its tests ran, in percent; Uncovered are the others.
	Coverage  float64 `json:"coverage"`
	Uncovered []int   `json:"uncovered"`
	// Rules are the rules fail in the order of the file.
	Rules []RuleTest `json:"rules"`
	// Examples are the inputs of the tests by the verdict that the engine gives them.
	Examples map[engine.Verdict]int `json:"examples"`
	// Gaps counts the facts that were taken away from examples, by the verdict that was left.
	Gaps map[engine.Verdict]int `json:"gaps"`
}

// Test runs the Rego tests beside the policies that keep wants (nil: all), and then holds each policy to what
// every policy promises: its tests show it failing and passing, and not applying if it can; and a fact that an
// example has and that is taken away never leaves a verdict which the fact could have changed. The error is a
// set that does not load ([Problems]) or an ended context.
func Test(ctx context.Context, o LoadOptions, keep func(engine.Policy) bool) (TestReport, error) {
	o.TypeCheck = true
	set, err := Load(ctx, o)
	if err != nil {
		return TestReport{}, err
	}
	if keep != nil {
		set = set.Select(keep)
	}
	h := &harness{set: set, reports: map[string]*PolicyTest{}, tests: map[string]*ast.Module{}}
	for _, u := range set.units {
		h.reports[u.policy.ID] = &PolicyTest{ID: u.policy.ID, Uncovered: []int{}, Rules: []RuleTest{}, Examples: map[engine.Verdict]int{}, Gaps: map[engine.Verdict]int{}}
	}
	for _, source := range o.Sources {
		if err := h.read(source); err != nil {
			return TestReport{}, err
		}
	}
	if len(h.problems) == 0 {
		if err := h.rego(ctx); err != nil {
			return TestReport{}, err
		}
	}
	if len(h.problems) == 0 {
		if err := h.promises(ctx); err != nil {
			return TestReport{}, err
		}
	}
	report := TestReport{Policies: []PolicyTest{}, Problems: h.problems.sorted()}
	for _, id := range sortedKeys(h.reports) {
		report.Policies = append(report.Policies, *h.reports[id])
	}
	return report, nil
}

// harness tests a set.
type harness struct {
	set      *Set
	tests    map[string]*ast.Module // by file
	reports  map[string]*PolicyTest
	problems Problems
}

// read parses the tests of one source: those of selected policies and of the shared modules that these use.
func (h *harness) read(source Source) error {
	files, err := regoFiles(source.FS)
	if err != nil {
		return fmt.Errorf("read tests of %s: %w", source.Name, err)
	}
	wanted := map[string]bool{}
	for name, u := range h.set.modulesFor(h.set.units) {
		wanted[name] = u.source.Name == source.Name
	}
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.rego") {
			continue
		}
		text, err := fs.ReadFile(source.FS, name)
		if err != nil {
			return fmt.Errorf("read test %s: %w", name, err)
		}
		file := source.place(name)
		options := parserOptions()
		options.Capabilities = testCapabilities()
		module, err := ast.ParseModuleWithOpts(file, string(text), options)
		if err != nil {
			h.problems = append(h.problems, fromOPA(file, err)...)
			continue
		}
		if module == nil {
			continue
		}
		tested, isTest := strings.CutSuffix(module.Package.Path.String(), "_test")
		if !isTest {
			h.problems = append(h.problems, Problem{File: file, Line: module.Package.Location.Row,
				Message: "the package of a test is that of the policy with _test behind it", Hint: "rename the package"})
		}
		if wanted[tested] {
			h.tests[file] = module
		}
	}
	return nil
}

// compiler compiles nothing yet; modules are fresh copies of the policies and their tests.
func (h *harness) compiler() (*ast.Compiler, map[string]*ast.Module) {
	modules := map[string]*ast.Module{}
	for _, u := range h.set.modulesFor(h.set.units) {
		modules[u.file] = u.module
	}
	for file, m := range h.tests {
		modules[file] = m
	}
	return ast.NewCompiler().WithCapabilities(testCapabilities()).WithUseTypeCheckAnnotations(false).SetErrorLimit(0), modules
}

// rego runs the tests in Rego with OPA's own runner.
func (h *harness) rego(ctx context.Context) error {
	compiler, modules := h.compiler()
	covered := cover.New()
	results, err := tester.NewRunner().SetCompiler(compiler).RaiseBuiltinErrors(true).SetTimeout(patience).
		SetCoverageQueryTracer(covered).Run(ctx, modules)
	var broken ast.Errors
	if errors.As(err, &broken) {
		h.problems = append(h.problems, fromOPA("", err)...)
		return nil
	}
	if err != nil {
		return fmt.Errorf("run the tests: %w", err)
	}
	for r := range results {
		report := h.reports[testedBy(r.Package)]
		if report == nil { // of a shared module
			report = &PolicyTest{}
		}
		report.Tests++
		if r.Pass() || r.Skip {
			continue
		}
		report.Failed++
		p := Problem{File: r.Location.File, Line: r.Location.Row, Message: r.Name + " fails"}
		if r.FailedAt != nil && r.FailedAt.Location != nil {
			p.Line = r.FailedAt.Location.Row
		}
		if r.Error != nil {
			p.Message = fmt.Sprintf("%s broke: %s", r.Name, firstLine(r.Error.Error()))
		}
		h.problems = append(h.problems, p)
	}
	coverage := covered.Report(compiler.Modules)
	for _, u := range h.set.units {
		report := h.reports[u.policy.ID]
		if file := coverage.Files[u.file]; file != nil {
			report.Coverage = file.Coverage
			for _, r := range file.NotCovered {
				for line := r.Start.Row; line <= r.End.Row; line++ {
					report.Uncovered = append(report.Uncovered, line)
				}
			}
		}
	}
	return ctx.Err()
}

// testedBy is the id of the policy that a test package tests.
func testedBy(pkg string) string {
	parts := names(ast.MustParseRef(pkg))
	if len(parts) < 2 || parts[0] != "policies" {
		return ""
	}
	return strings.TrimSuffix(strings.Join(parts[1:], "/"), "_test")
}

// promises tries the examples of the tests on the engine itself.
func (h *harness) promises(ctx context.Context) error {
	program, err := h.set.programFor(h.set.units)
	if err != nil {
		return fmt.Errorf("compile policies: %w", err)
	}
	compiler, modules := h.compiler()
	if compiler.Compile(modules); compiler.Failed() {
		return fromOPA("", compiler.Errors)
	}
	examples, err := examplesOf(ctx, compiler, h.tests)
	if err != nil {
		return err
	}
	byPolicy := map[string][]example{}
	for _, e := range examples {
		byPolicy[e.policy] = append(byPolicy[e.policy], e)
	}
	found := make([]Problems, len(h.set.units))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for i, u := range h.set.units {
		group.Go(func() error {
			t := &promise{bench: bench{program: program, timeout: patience}, schemas: h.set.schemas,
				policy: program.policies[u.policy.ID], report: h.reports[u.policy.ID], examples: byPolicy[u.policy.ID]}
			err := t.keep(ctx)
			found[i] = t.problems
			return err
		})
	}
	err = group.Wait()
	h.problems = append(h.problems, slices.Concat(found...)...)
	return err
}

// promise holds one policy to what it must keep.
type promise struct {
	bench
	schemas  *schemaSet
	policy   *compiledPolicy
	report   *PolicyTest
	examples []example
	problems Problems
}

func (t *promise) problem(e *example, message, hint string) {
	u := t.policy.unit
	p := Problem{File: u.file, Line: u.policy.Line, Message: message, Hint: hint}
	if e != nil {
		p.File, p.Line = e.file, e.line
	}
	t.problems = append(t.problems, p)
}

func (t *promise) keep(ctx context.Context) error {
	for _, rule := range t.policy.failRules(t.program) {
		t.report.Rules = append(t.report.Rules, RuleTest{Line: rule.Location.Row})
	}
	scenes := make([]scene, len(t.examples))
	for i, e := range t.examples {
		scenes[i] = sceneOf(t.policy, e)
		if err := scenes[i].open(); err != nil {
			return err
		}
	}
	for i := range scenes {
		f, err := t.judged(ctx, scenes[i], nil)
		if err != nil {
			return err
		}
		t.report.Examples[f.Verdict]++
		t.example(&t.examples[i], f)
		if err := t.fires(ctx, scenes[i]); err != nil {
			return err
		}
		if err := t.takeAway(ctx, &t.examples[i], scenes[i], scenes); err != nil {
			return err
		}
	}
	t.fired()
	t.seen(engine.Fail, "failing")
	t.seen(engine.Pass, "passing")
	if t.policy.conditional {
		t.seen(engine.NotApplicable, "not applying")
	}
	return nil
}

func (t *promise) seen(verdict engine.Verdict, how string) {
	if t.report.Examples[verdict] == 0 {
		t.problem(nil, "the policy was never seen "+how, fmt.Sprintf("add a test with an input on which it is %s, and let with name that input plainly", how))
	}
}

// example checks an example and what a policy says of it: facts that exist, and no error.
func (t *promise) example(e *example, f engine.Finding) {
	if f.Verdict == engine.Error {
		t.problem(e, fmt.Sprintf("%s: the engine calls the example an error: %s", e.test, f.Note), "")
	}
	kind := t.policy.unit.policy.Kind
	schema, err := t.schemas.of(kind)
	if err != nil {
		return
	}
	aliens, err := e.aliens(t.schemas, kind)
	if err != nil {
		aliens = []string{err.Error()}
	}
	for _, alien := range aliens {
		t.problem(e, fmt.Sprintf("%s: %s", e.test, alien), "give the example facts as the kind's schema has them; it may lack some")
	}
	for _, failure := range f.Failures {
		if failure.Path == "" {
			continue
		}
		if wrong := schema.follow(pathOf(collectors.Gap{Path: failure.Path})); wrong != "" {
			t.problem(e, fmt.Sprintf("%s: the failure %q has the path %s: %s", e.test, failure.Key, failure.Path, wrong),
				"path is a reference to a fact of the resource, without input")
		}
	}
}

// takeAway takes each fact that the policy reads from an example, and holds what is still certain against
// samples of what the fact may have been.
func (t *promise) takeAway(ctx context.Context, e *example, s scene, scenes []scene) error {
	for _, h := range s.holesOf() {
		trial := trial{bench: t.bench, sampler: sampler{schemas: t.schemas, kind: t.policy.unit.policy.Kind, scenes: scenes},
			scene: s, holes: []hole{h}}
		verdict, wrong, err := trial.run(ctx)
		if err != nil {
			return err
		}
		t.report.Gaps[verdict]++
		if wrong != "" {
			t.problem(e, fmt.Sprintf("%s: when %s was not read the verdict is %s, but %s", e.test, h, verdict, wrong),
				"write references that name the fact, and let no rule depend on whether another fact is there")
		}
	}
	return nil
}

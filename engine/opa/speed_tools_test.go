package opa

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// speedTool is a program that people run over a directory of resources in place of assize. It gets the policies of the
// workload as they are, and one module more, of the kind that its users write: what picks the policies by the resource's
// kind, first of all, so that OPA's index skips the others.
type speedTool struct {
	program string // in bin, made by make, or on the PATH
	// rule is what the module more says of one policy; the condition is part of it.
	rule func(policy, kind, condition string) string
	args func(dir string) []string
	// stdin says that the resources come as one list on stdin; else each is a file in dir/resources.
	stdin bool
	// read says how often each policy fails on each resource, by their numbers.
	read func(out []byte) (map[int]map[string]int, error)
}

// speedTools are what the table compares besides, each at its best that we know.
var speedTools = map[string]speedTool{
	"x": {program: "opa", rule: decisionRule, read: readExec, args: func(dir string) []string {
		return []string{"exec", "--bundle", filepath.Join(dir, "policies"), "--decision", "main/findings", filepath.Join(dir, "resources")}
	}},
	"y": {program: "opa", rule: decisionRule, read: readEval, stdin: true, args: func(dir string) []string {
		return []string{"eval", "--data", filepath.Join(dir, "policies"), "--stdin-input", "--format", "json", "[f | some r in input; f := data.main.findings with input as r]"}
	}},
	"z": {program: "conftest", rule: denyRule, read: readConftest, args: func(dir string) []string {
		return []string{"test", "--policy", filepath.Join(dir, "policies"), "--namespace", "main", "--output", "json", filepath.Join(dir, "resources")}
	}},
}

func decisionRule(policy, kind, condition string) string {
	return fmt.Sprintf("findings[%q] := data.policies.t.%s.fail if { input.kind == %q%s }\n", policy, policy, kind, condition)
}

func denyRule(policy, kind, condition string) string {
	return fmt.Sprintf("deny contains {\"msg\": f.message, \"policy\": %q, \"failure\": f} if { input.kind == %q%s; some f in data.policies.t.%s.fail }\n",
		policy, kind, condition, policy)
}

// find is where the program is, or "".
func (s speedTool) find(t testing.TB) string {
	t.Helper()
	made, err := filepath.Abs(filepath.Join("..", "..", "bin", s.program))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(made); err == nil {
		return made
	}
	found, err := exec.LookPath(s.program)
	if err != nil {
		return ""
	}
	return found
}

// write lays out the policies and the resources, and returns what goes to stdin.
func (s speedTool) write(t *testing.T, w speedRun, dir string) []byte {
	t.Helper()
	put := func(text []byte, path ...string) {
		name := filepath.Join(append([]string{dir}, path...)...)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, text, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	main := "package main\n\n"
	for i := range workPolicies {
		name, condition := fmt.Sprintf("p%03d", i), ""
		if applicable(i) {
			condition = "; data.policies.t." + name + ".applicable"
		}
		main += s.rule(name, workKind(i%workKinds), condition)
		put([]byte(workPolicy(i)), "policies", name+".rego")
	}
	put([]byte(main), "policies", "main.rego")
	var list [][]byte
	for i, r := range w.snapshot(t).Resources {
		if list = append(list, r.JSON); !s.stdin {
			put(r.JSON, "resources", fmt.Sprintf("%06d.json", i))
		}
	}
	if !s.stdin {
		return nil
	}
	return append(append([]byte{'['}, bytes.Join(list, []byte{','})...), ']')
}

// measure runs the program. What it takes to start, to read its files, to compile and to write is in the figures, which
// are the kernel's on the process.
func (s speedTool) measure(t *testing.T, w speedRun) speedFigures {
	t.Helper()
	dir := t.TempDir()
	in := s.write(t, w, dir)
	var out, talk bytes.Buffer
	cmd := exec.Command(s.find(t), s.args(dir)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &talk
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(w.Cores))
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if code := cmd.ProcessState.ExitCode(); err != nil && code != 1 { // conftest says 1 when something fails
		t.Fatalf("%v: %v\n%s", cmd.Args, err, talk.Bytes())
	}
	failures, err := s.read(out.Bytes())
	if err != nil {
		t.Fatalf("%v: %v\n%.2000s", cmd.Args, err, talk.Bytes())
	}
	found := w.countsOf(t, failures)
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return speedFigures{CPU: float64(usage.Utime.Nano()+usage.Stime.Nano()) / float64(len(found)), Wall: float64(wall) / float64(len(found)),
		Peak: float64(usage.Maxrss) / 1024, Counts: found.digest()}
}

// countsOf brings what a program says into the order of counts. It must have judged each resource.
func (w speedRun) countsOf(t *testing.T, failures map[int]map[string]int) counts {
	t.Helper()
	s := w.snapshot(t)
	if len(failures) != len(s.Resources) {
		t.Fatalf("%d of %d resources are judged", len(failures), len(s.Resources))
	}
	byPolicy := make([]counts, workPolicies)
	for number, r := range s.Resources {
		for i := range workPolicies {
			if workKind(i%workKinds) == r.Kind {
				byPolicy[i] = append(byPolicy[i], byte(failures[number][fmt.Sprintf("p%03d", i)]))
			}
		}
	}
	return slices.Concat(byPolicy...)
}

// numberOf is a resource's number, by its file.
func numberOf(path string) (int, error) {
	return strconv.Atoi(strings.TrimSuffix(filepath.Base(path), ".json"))
}

type toolFindings map[string][]json.RawMessage

func (f toolFindings) count() map[string]int {
	out := map[string]int{}
	for policy, failures := range f {
		out[policy] = len(failures)
	}
	return out
}

func readExec(out []byte) (map[int]map[string]int, error) {
	var whole struct {
		Result []struct {
			Path   string
			Result toolFindings
			Error  json.RawMessage
		}
	}
	if err := json.Unmarshal(out, &whole); err != nil {
		return nil, err
	}
	found := map[int]map[string]int{}
	for _, r := range whole.Result {
		number, err := numberOf(r.Path)
		if err != nil || r.Error != nil {
			return nil, fmt.Errorf("%s: %s %w", r.Path, r.Error, cmp.Or(err, errors.New("it broke")))
		}
		found[number] = r.Result.count()
	}
	return found, nil
}

func readEval(out []byte) (map[int]map[string]int, error) {
	var whole struct {
		Result []struct {
			Expressions []struct{ Value []toolFindings }
		}
	}
	if err := json.Unmarshal(out, &whole); err != nil {
		return nil, err
	}
	found := map[int]map[string]int{}
	for _, r := range whole.Result {
		for _, e := range r.Expressions {
			for number, f := range e.Value {
				found[number] = f.count()
			}
		}
	}
	return found, nil
}

func readConftest(out []byte) (map[int]map[string]int, error) {
	var files []struct {
		Filename string
		Failures []struct{ Metadata struct{ Policy string } }
	}
	if err := json.Unmarshal(out, &files); err != nil {
		return nil, err
	}
	found := map[int]map[string]int{}
	for _, file := range files {
		number, err := numberOf(file.Filename)
		if err != nil {
			return nil, err
		}
		found[number] = map[string]int{}
		for _, f := range file.Failures {
			found[number][f.Metadata.Policy]++
		}
	}
	return found, nil
}

package opa

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/assize/assize/collectors"
)

// speedRun is one measurement, in a process of its own.
type speedRun struct {
	Way         string
	N           int // resources
	Step        int // every how many-th of them is judged
	Adversarial bool
	Changed     int // percent
	Cores       int
	// Memory measures the peak; else the time, with memory that has been touched before: a machine that is lent its
	// memory page by page takes up to fifty times as long for the first touch as one that has it.
	Memory bool
}

// speedLimit is the memory limit of every way, as the program has it.
const speedLimit = 460 << 20

// touch has the heap grow once, so that what is measured then finds its pages there, but not to the limit: the runtime
// would begin by collecting and by giving back what the preparation took, and the row that is measured would pay.
func touch() {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	room := speedLimit*9/10 - int(stats.Sys-stats.HeapReleased)
	var blocks [][]byte
	for range min(400<<20, room) >> 20 {
		block := make([]byte, 1<<20)
		for j := 0; j < len(block); j += 4096 {
			block[j] = 1
		}
		blocks = append(blocks, block)
	}
	runtime.KeepAlive(blocks)
	blocks = nil
	runtime.GC()
}

// snapshot lies in memory as one that was read does: resource after resource.
func (w speedRun) snapshot(t testing.TB) *collectors.Snapshot {
	s := workSnapshot(t, w.N, w.Step, w.Adversarial, w.Changed)
	for i := range s.Resources {
		s.Resources[i].JSON = bytes.Clone(s.Resources[i].JSON)
	}
	return s
}

// speedFigures are what a measurement found. CPU and Wall are nanoseconds and Allocs a number, each per policy and
// resource; Peak is MB resident while it ran, what was prepared included.
type speedFigures struct {
	CPU, Wall, Allocs, Peak float64
	Counts                  string // digest of the counts
}

// TestSpeedRun is the child process of TestSpeed.
func TestSpeedRun(t *testing.T) {
	var w speedRun
	if json.Unmarshal([]byte(os.Getenv("ASSIZE_SPEED_RUN")), &w) != nil {
		t.Skip("runs as a child of TestSpeed")
	}
	runtime.GOMAXPROCS(w.Cores)
	run := ways()[w.Way](t, w)
	debug.SetGCPercent(200) // as the program does, for every way
	debug.SetMemoryLimit(speedLimit)
	if !w.Memory {
		touch()
	}
	if w.Memory {
		debug.FreeOSMemory()
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			t.Log("the peak of memory includes the preparation: ", err)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, began := cpuTime(t), time.Now()
	if path := os.Getenv("ASSIZE_SPEED_PROFILE"); path != "" {
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := pprof.StartCPUProfile(file); err != nil {
			t.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	found := run()
	wall, spent := time.Since(began), cpuTime(t)-cpu
	runtime.ReadMemStats(&after)
	pairs := float64(len(found))
	failing := 0
	for _, n := range found {
		failing += min(int(n), 1)
	}
	t.Logf("%.0f of 100 findings fail", 100*float64(failing)/pairs)
	out, err := json.Marshal(speedFigures{CPU: float64(spent) / pairs, Wall: float64(wall) / pairs, Peak: peakMB(t),
		Allocs: float64(after.Mallocs-before.Mallocs) / pairs, Counts: found.digest()})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("\nfigures %s\n", out)
}

func cpuTime(t testing.TB) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func peakMB(t testing.TB) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}

func (w speedRun) measure(t *testing.T) speedFigures {
	t.Helper()
	if tool, one := speedTools[w.Way]; one {
		return tool.measure(t, w)
	}
	text, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run", "^TestSpeedRun$", "-test.v")
	child.Env = append(os.Environ(), "ASSIZE_SPEED_RUN="+string(text))
	out, err := child.CombinedOutput()
	_, line, found := bytes.Cut(out, []byte("\nfigures "))
	var f speedFigures
	if err != nil || !found || json.NewDecoder(bytes.NewReader(line)).Decode(&f) != nil {
		t.Fatalf("%+v: %v\n%s", w, err, out)
	}
	return f
}

// sampled is how many resources the slow ways judge.
const sampled = 2000

// speedRows are the rows of the table. A, b and the programs of others are sampled; a program that is not there has no row.
func speedRows(t *testing.T, n int, adversarial bool) []speedRun {
	t.Helper()
	sample := n / sampled
	row := func(way string, step, changed, cores int) speedRun {
		return speedRun{Way: way, N: n, Step: step, Adversarial: adversarial, Changed: changed, Cores: cores}
	}
	rows := []speedRun{row("a", sample, 0, 1), row("b", sample, 0, 1), row("c", 1, 0, 1), row("C", 1, 0, 1), row("d", 1, 0, 1), row("e", 1, 1, 1),
		row("f", 1, 0, 1), row("c", 1, 0, 2), row("d", 1, 0, 2), row("e", 1, 1, 2)}
	for _, way := range sortedKeys(speedTools) {
		if program := speedTools[way].program; speedTools[way].find(t) == "" {
			fmt.Printf("NO ROW %q: %s is neither in bin nor on the PATH (make bin/%s)\n", speedNames[way], program, program)
			continue
		}
		rows = append(rows, row(way, sample, 0, 1))
	}
	return rows
}

var speedNames = map[string]string{
	"a": "a  rego.New per evaluation, shared compiler", "b": "b  one joint prepared query per kind, parsed input",
	"c": "c  assize, cold", "C": "C  assize, cold, from the policies' texts", "d": "d  assize again, nothing changed", "e": "e  assize again, 1 % changed", "f": "f  plain Go, decoding included",
	"x": "x  opa exec", "y": "y  opa eval, all resources in one input", "z": "z  conftest test",
}

// speedNote says what the figures hold. Nothing but the row's own work may differ between two that are compared.
const speedNote = `a to f: what is timed begins with the resources' texts in memory and the policies compiled and prepared, and ends with all
findings; d and e read the memo of the audit before in it. C loads and compiles the policies in it. x to z are the whole process
as the kernel counts it: its start, reading %d resources from files, loading and compiling, judging and writing JSON.
a, b, x, y and z judge %d resources, evenly drawn; the findings of every row are those of plain Go.
`

// TestSpeed prints the table of "make bench": each row in a process of its own, the rows in turn, the median of the
// rounds. Findings are held against those of plain Go, so that a fast wrong answer fails. ASSIZE_BENCH is the number of
// rounds, ASSIZE_BENCH_N the numbers of resources.
func TestSpeed(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("ASSIZE_BENCH"))
	if err != nil {
		t.Skip("the table is made by make bench")
	}
	for _, text := range strings.Fields(cmp.Or(os.Getenv("ASSIZE_BENCH_N"), "10000 100000")) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 2000 {
			t.Fatalf("ASSIZE_BENCH_N: %q is no number of resources from 2000 on", text)
		}
		for _, adversarial := range []bool{false, true} {
			speedTable(t, n, rounds, adversarial)
		}
	}
}

func speedTable(t *testing.T, n, rounds int, adversarial bool) {
	rows := speedRows(t, n, adversarial)
	figures := make([][]speedFigures, len(rows))
	peaks := make([]float64, len(rows))
	for i, row := range rows {
		row.Memory = true
		peaks[i] = row.measure(t).Peak
	}
	for range rounds {
		for i, row := range rows {
			figures[i] = append(figures[i], row.measure(t))
		}
	}
	for i, row := range rows { // the same checks in plain Go
		row.Way, row.Cores = "f", 1
		want := row.measure(t).Counts
		for _, f := range figures[i] {
			if f.Counts != want {
				t.Errorf("%+v finds something else than plain Go", rows[i])
			}
		}
	}
	name := map[bool]string{false: "realistic: 40 settings", true: "adversarial: all distinct"}[adversarial]
	fmt.Printf("\n%d resources, %d policies on %d kinds, %s; median of %d; CPU, wall and allocations per policy and resource\n\n",
		n, workPolicies, workKinds, name, rounds)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tcores\tCPU ns\twall ns\tallocations\tpeak MB\tCPU a/this\tCPU b/this\twall of one core/this\t")
	for i, row := range rows {
		against := func(j int, of func(speedFigures) float64) float64 {
			return median(rounds, func(k int) float64 { return of(figures[j][k]) / of(figures[i][k]) })
		}
		middle := func(of func(speedFigures) float64) float64 {
			return median(rounds, func(k int) float64 { return of(figures[i][k]) })
		}
		cpu, wall := func(f speedFigures) float64 { return f.CPU }, func(f speedFigures) float64 { return f.Wall }
		one := slices.IndexFunc(rows, func(r speedRun) bool { return r.Way == row.Way })
		fmt.Fprintf(table, "%s\t%d\t%.0f\t%.0f\t%s\t%.0f\t%.1f\t%.1f\t%.2f\t\n", speedNames[row.Way], row.Cores, middle(cpu), middle(wall),
			allocations(middle(func(f speedFigures) float64 { return f.Allocs })), peaks[i],
			against(0, cpu), against(1, cpu), against(one, wall))
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("\n"+speedNote, sampled, sampled)
	speedStarts(t, rows)
}

// speedStarts prints what the programs of others take before they judge: with one resource of each kind.
func speedStarts(t *testing.T, rows []speedRun) {
	t.Helper()
	for _, row := range rows {
		if _, one := speedTools[row.Way]; one {
			row.N, row.Step = workKinds, 1
			fmt.Printf("%s: of that %.0f ms of CPU time to start, measured on %d resources\n", speedNames[row.Way], row.measure(t).CPU*workPolicies/1e6, workKinds)
		}
	}
}

// allocations of another process cannot be seen.
func allocations(n float64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", n)
}

func median(n int, of func(int) float64) float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = of(i)
	}
	slices.Sort(all)
	return all[n/2]
}

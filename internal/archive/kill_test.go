package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/assize/assize/engine"
)

// number reads a number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestKills kills a process that archives at random moments, ASSIZE_KILLS times (20): no finished run is lost or changed,
// and the next run works.
func TestKills(t *testing.T) {
	kills := number("ASSIZE_KILLS", 20)
	a, f := create(t), newFleet(4000, 11)
	begin := time.Now()
	mustStore(t, a, f)
	span := 3 * time.Since(begin) // a run, its index, and sometimes a prune
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	known := map[string]string{} // the digests of finished runs' findings
	killed, finished, runsBefore := 0, 0, 1
	for n := 1; killed < kills; n++ {
		child := exec.Command(os.Args[0], "-test.run", "^TestKilled$")
		child.Env = append(os.Environ(), "ASSIZE_KILLED="+a.Dir(), "ASSIZE_KILLED_SEED="+strconv.Itoa(n))
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil { // it begins to write
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(span))))
		if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		if err := child.Wait(); err == nil {
			finished++
		} else {
			killed++
		}
		runsBefore = afterKill(t, a, known, runsBefore, n%10 == 0)
	}
	f.run = 1 << 20
	mustStore(t, a, f)
	if c, err := a.Check(t.Context(), true, nil); err != nil || !c.OK {
		t.Errorf("in the end: %+v, %v", c, err)
	}
	grown := dump(t, a)
	if err := a.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if made := dump(t, a); made != grown {
		t.Error("the index that outlived the kills is another than one that is made anew")
	}
	left, err := os.ReadDir(filepath.Join(a.Dir(), tempDir))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	t.Logf("%d killed, %d were faster; %d runs, none lost", killed, finished, runsBefore)
}

// afterKill looks at the history as any command would, and all of it when it is to be thorough.
func afterKill(t *testing.T, a *Archive, known map[string]string, before int, thorough bool) int {
	t.Helper()
	a.store.forget()
	runs, err := a.Runs()
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) < before {
		t.Fatalf("%d runs became %d", before, len(runs))
	}
	for _, run := range runs {
		o, _ := run.Object(Assessment)
		if old, there := known[run.Digest]; there && old != o.Digest {
			t.Fatalf("run %s changed", run.Run)
		}
		known[run.Digest] = o.Digest
	}
	last := runs[len(runs)-1]
	var text bytes.Buffer
	o, _ := last.Object(Assessment)
	if err := a.Copy(&text, o); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.ReadObservation(&text); err != nil {
		t.Fatal(err)
	}
	if thorough {
		if c, err := a.Check(t.Context(), true, nil); err != nil || !c.OK {
			t.Fatalf("%+v, %v", c, err)
		}
		if _, err := a.Trend(t.Context(), Filter{}); err != nil {
			t.Fatal(err)
		}
	}
	return len(runs)
}

// TestKilled is the process that is killed: it archives a run, brings the index up to date and now and then prunes.
func TestKilled(t *testing.T) {
	dir := os.Getenv("ASSIZE_KILLED")
	if dir == "" {
		t.Skip("runs as a child of TestKills")
	}
	seed := number("ASSIZE_KILLED_SEED", 0)
	a, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := newFleet(4000, 11)
	f.step(float64(seed%7) / 100)
	f.run = seed
	fmt.Println("begins")
	if seed%2 == 1 { // as an audit does, with the index's transaction open
		f.storeTold(t, a)
	} else if _, err := f.store(a); err != nil {
		t.Fatal(err)
	}
	x, err := a.Index(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if seed%4 == 0 {
		if _, err := a.Prune(context.Background(), Rule{Last: 5, Words: "--keep-last 5"}, f.at(), nil); err != nil {
			t.Fatal(err)
		}
	}
}

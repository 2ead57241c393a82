package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/assize/assize/engine"
)

// day is when the first run of every test was.
var day = time.Date(2026, time.November, 1, 6, 0, 0, 0, time.UTC)

// A finding of a made-up fleet, as it changes from run to run.
type sampleFinding struct {
	policy, resource int
	verdict          engine.Verdict
	keys             []int
	value            int
	absent           bool
}

// A fleet is a made-up history: so many findings, of which each step changes some.
type fleet struct {
	random   *rand.Rand
	findings []sampleFinding
	run      int
	skew     time.Duration // of the clock
	previous string
}

const samplePolicies = 40

func newFleet(n int, seed uint64) *fleet {
	f := &fleet{random: rand.New(rand.NewPCG(seed, 1))}
	for i := range n {
		f.findings = append(f.findings, sampleFinding{policy: i * samplePolicies / n, resource: i % (n/samplePolicies + 1)})
		f.change(i)
	}
	return f
}

func (f *fleet) change(i int) {
	x := &f.findings[i]
	x.keys, x.absent, x.value = nil, false, f.random.IntN(1000)
	switch roll := f.random.IntN(100); {
	case roll < 30:
		x.verdict = engine.Fail
		for k := range 1 + f.random.IntN(2) {
			x.keys = append(x.keys, 10*k+f.random.IntN(4))
		}
	case roll < 90:
		x.verdict = engine.Pass
	case roll < 94:
		x.verdict = engine.Unknown
	case roll < 97:
		x.verdict = engine.NotApplicable
	default:
		x.absent = true
	}
}

// step goes on by a day and changes a share of the findings.
func (f *fleet) step(share float64) {
	f.run++
	for range int(share * float64(len(f.findings))) {
		f.change(f.random.IntN(len(f.findings)))
	}
}

func (f *fleet) at() time.Time { return day.AddDate(0, 0, f.run).Add(f.skew) }

func (f *fleet) id() string { return fmt.Sprintf("%016x", 0xabc0000000000000+uint64(f.run)*0x1234567) }

// write writes findings.json with about as many bytes in a finding as the program's own.
func (f *fleet) write(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"schema\": \"assize.assessment/v1\",\n  \"run\": {\n    \"id\": %q,\n    \"at\": %q\n  },\n", f.id(), f.at().Format(time.RFC3339))
	b.WriteString("  \"targets\": [\n    {\n      \"id\": \"aws:aws:123456789012\",\n      \"name\": \"production\"\n    }\n  ],\n  \"policies\": [\n")
	for i := range samplePolicies {
		fmt.Fprintf(&b, "    {\n      \"id\": %q,\n      \"title\": \"policy %d\",\n      \"severity\": %q\n    }%s\n", policyName(i), i, severityOf(i), comma(i, samplePolicies))
	}
	b.WriteString("  ],\n  \"findings\": [\n")
	first := true
	for _, x := range f.findings {
		if x.absent {
			continue
		}
		if !first {
			b.WriteString(",\n")
		}
		first = false
		x.write(&b)
		if b.Len() > 1<<16 {
			if _, err := w.Write(b.Bytes()); err != nil {
				return err
			}
			b.Reset()
		}
	}
	fmt.Fprintf(&b, "\n  ],\n  \"digests\": {\n    \"snapshot\": \"sha256:00\",\n    \"previous\": %q\n  },\n  \"notes\": []\n}\n", f.previous)
	_, err := w.Write(b.Bytes())
	return err
}

func comma(i, n int) string {
	if i == n-1 {
		return ""
	}
	return ","
}

func policyName(i int) string {
	return fmt.Sprintf("%s/policy_%03d", []string{"access", "data", "network", "patching"}[i*4/samplePolicies], i)
}

func severityOf(policy int) engine.Severity { return engine.Severities()[policy%4] }

func (x sampleFinding) id() string { return fmt.Sprintf("bucket-%06x", x.resource*2654435761%0xffffff) }

func (x sampleFinding) write(b *bytes.Buffer) {
	const target, kind = "aws:aws:123456789012", "aws.s3.bucket"
	fmt.Fprintf(b, "    {\n      \"policy\": %q,\n      \"kind\": %q,\n      \"severity\": %q,\n      \"resource\": %q,\n      \"name\": %q,\n      \"target\": %q,\n",
		policyName(x.policy), kind, severityOf(x.policy), x.id(), x.id(), target)
	fmt.Fprintf(b, "      \"origin\": {\n        \"target\": %q,\n        \"collector\": \"aws\",\n        \"region\": \"eu-central-1\"\n      },\n      \"verdict\": %q,\n      \"evidence\": [\n", target, x.verdict)
	for i := range 5 {
		fmt.Fprintf(b, "        {\n          \"path\": \"settings[\\\"key_%d\\\"].enabled\",\n          \"value\": %d\n        }%s\n", i, (x.resource*7+i*x.policy)%97+x.value*(i/4), comma(i, 5))
	}
	b.WriteString("      ],\n      \"gaps\": [],\n      \"failures\": [")
	for i, key := range x.keys {
		name := fmt.Sprintf("key_%d", key)
		actual, err := json.Marshal(map[string]int{"value": x.value})
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(b, "\n        {\n          \"key\": %q,\n          \"message\": \"the setting is not what it must be\",\n          \"path\": \"settings.%s\",\n          \"actual\": %s,\n          \"fingerprint\": %q\n        }%s",
			name, name, actual, engine.Fingerprint(policyName(x.policy), target, kind, x.id(), name), comma(i, len(x.keys)))
	}
	if len(x.keys) > 0 {
		b.WriteString("\n      ")
	}
	b.WriteString("]\n    }")
}

func (f *fleet) text(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (f *fleet) manifest() Manifest {
	return Manifest{Run: f.id(), At: f.at(), Archived: f.at().Add(time.Minute), Tool: "test", Targets: []string{"aws:aws:123456789012"}, Lost: []string{}}
}

// store archives the fleet as it is.
func (f *fleet) store(a *Archive) (Run, error) {
	w, err := a.Begin(context.Background(), nil)
	if err != nil {
		return Run{}, err
	}
	f.previous = ""
	if last, ok := w.Previous(); ok {
		f.previous = last.Digest
	}
	run, err := f.commit(w)
	if closeErr := w.Close(); err == nil {
		err = closeErr
	}
	return run, err
}

func (f *fleet) commit(w *Writing) (Run, error) {
	if _, err := w.Put(Assessment, "findings.json", f.write); err != nil {
		return Run{}, err
	}
	if _, err := w.Put(Waivers, "waivers.json", func(w io.Writer) error { _, err := io.WriteString(w, "[]"); return err }); err != nil {
		return Run{}, err
	}
	return w.Commit(f.manifest())
}

func create(t testing.TB) *Archive {
	t.Helper()
	a, err := Create(filepath.Join(t.TempDir(), "h"), func(text string) { t.Log(text) })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func mustStore(t testing.TB, a *Archive, f *fleet) Run {
	t.Helper()
	run, err := f.store(a)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// diskUse is how many bytes the files in dir take up in blocks of 4 KiB.
func diskUse(t testing.TB, dir string) int64 {
	t.Helper()
	total := int64(0)
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += (info.Size() + 4095) / 4096 * 4096
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return total
}

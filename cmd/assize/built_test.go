package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/assize/assize/engine"
)

// built is the stripped binary, made once for all tests of this package that run it as a process of its own.
var built = sync.OnceValues(func() (binary, error) {
	dir, err := os.MkdirTemp("", "assize-built-")
	if err != nil {
		return binary{}, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // a plain user runs it too
		return binary{}, err
	}
	b := binary{path: filepath.Join(dir, "assize")}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -dumpdep", "-o", b.path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var dump bytes.Buffer
	cmd.Stdout, cmd.Stderr = &dump, &dump
	err = cmd.Run()
	b.dump = dump.String()
	return b, err
})

type binary struct{ path, dump string }

func build(t *testing.T) binary {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the binary")
	}
	b, err := built()
	if err != nil {
		t.Fatalf("build: %v\n%.2000s", err, b.dump)
	}
	return b
}

// need skips the test loudly when a program is absent, and fails it in CI, where all are installed.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed, and CI must have it", program)
			}
			t.Skipf("SKIPPED: %s is not installed", program)
		}
	}
}

// A usage is what one run of the program cost, with all that it started and waited for.
type usage struct {
	cpu, wall time.Duration
	rss       int64 // bytes, of the largest process
}

// process runs the program in dir with a home of its own.
func process(t *testing.T, dir string, credential *syscall.Credential, args ...string) {
	t.Helper()
	cmd := exec.Command(build(t).path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CACHE_HOME="+filepath.Join(dir, ".cache"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("assize %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func readAssessment(t *testing.T, path string) *engine.Assessment {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var a engine.Assessment
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	return &a
}

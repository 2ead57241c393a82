package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// surroundings are what an audit of a stand-in for AWS sees of the machine.
func surroundings(t *testing.T, endpoint string) {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CA_BUNDLE": "", "PYTHONDONTWRITEBYTECODE": "1",
	} {
		t.Setenv(name, value)
	}
}

// TestAccountFigures audits the seeded account of a stand-in for AWS in two regions, and writes the PDF.
func TestAccountFigures(t *testing.T) {
	if _, err := exec.LookPath("moto_server"); err != nil || exec.Command("python3", "-c", "import boto3").Run() != nil {
		t.Skip("SKIPPED: it takes moto_server, and boto3 for python3, which fills the account")
	}
	endpoint := motoServer(t)
	surroundings(t, endpoint)
	seed := exec.Command("python3", filepath.FromSlash("../../collectors/aws/testdata/seed.py"), endpoint)
	seed.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_PROFILE=") }) // boto3 takes "" for a name
	if out, err := seed.CombinedOutput(); err != nil {
		t.Fatalf("fill the account: %v\n%s", err, out)
	}
	slow, dir := slowness(t), t.TempDir()
	best := usage{cpu: time.Hour}
	for range 3 {
		cost := measured(t, dir, "audit", "aws:", "-q", "--no-cache", "--option", "regions=eu-central-1,us-east-1", "-o", "json=a.json", "-o", "pdf=a.pdf")
		if cost.cpu < best.cpu {
			best = cost
		}
	}
	t.Logf("best of 3: %.3f CPU s, %.3f s, %d MB", best.cpu.Seconds(), best.wall.Seconds(), best.rss>>20)
	if most := time.Duration(slow * float64(3*time.Second)); best.cpu > most || best.rss > 200<<20 {
		t.Errorf("over the budget of 3 CPU s, %.1f times on this machine, and 200 MB", slow)
	}
}

// TestFirstCallIsSoon measures the time from the start of the program to its first call to AWS.
func TestFirstCallIsSoon(t *testing.T) {
	slow := slowness(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	surroundings(t, "http://"+listener.Addr().String())
	dir, best := t.TempDir(), time.Hour
	for range 5 {
		cmd := exec.Command(build(t).path, "audit", "aws:", "-q", "-o", "json=a.json")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CACHE_HOME="+filepath.Join(dir, ".cache"))
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		began := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		call, err := listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(began))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := call.Close(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
	}
	t.Logf("first call after %v (best of 5)", best.Round(time.Millisecond))
	if most := time.Duration(slow * float64(150*time.Millisecond)); best > most {
		t.Errorf("the first call came after %v, the budget is %v", best, most)
	}
}

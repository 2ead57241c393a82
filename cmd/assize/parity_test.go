package main

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestPlanAndAccountAgree plans estates of the collector's tests, judges the plan, applies it to a stand-in for AWS that nobody
// here wrote, and judges the account and the state. Each verdict of the plan is that of the account, or unknown.
//
// It needs terraform, moto_server, and in ASSIZE_TERRAFORM_PLUGINS the folder with the provider hashicorp/aws, as "terraform init
// -plugin-dir" takes it; without them it is skipped.
func TestPlanAndAccountAgree(t *testing.T) {
	plugins := os.Getenv("ASSIZE_TERRAFORM_PLUGINS")
	if plugins == "" {
		t.Skip("SKIPPED: ASSIZE_TERRAFORM_PLUGINS names no folder with the provider hashicorp/aws")
	}
	for _, program := range []string{"terraform", "moto_server"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("SKIPPED: %s is not installed", program)
		}
	}
	for name, least := range map[string]int{"edge": 20, "estate": 100, "services": 30} {
		t.Run(name, func(t *testing.T) {
			p := &parity{t: t, dir: t.TempDir(), assize: build(t).path, endpoint: motoServer(t)}
			source := filepath.Join("..", "..", "collectors", "terraform", "testdata", name)
			if err := os.CopyFS(p.dir, os.DirFS(source)); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(p.dir, "slow.tf")); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			p.bring()
			p.run("terraform", "init", "-plugin-dir="+plugins)
			p.run("terraform", "plan", "-out=plan.bin")
			p.show("plan.json", "plan.bin")
			plan := p.findings("terraform:plan.json", "--option", "dir=.")
			p.run("terraform", "apply", "plan.bin")
			p.show("state.json")
			p.names = p.otherNames()
			live := p.findings("aws:default", "--option", "regions=eu-central-1", "-o", "snapshot=live.gz")
			p.agree("plan", plan, live, least)
			p.agree("state", p.findings("terraform:state.json"), live, least)
		})
	}
}

// motoServer starts a stand-in for AWS and returns its address.
func motoServer(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	host, port, _ := strings.Cut(address, ":")
	server := exec.Command("moto_server", "-H", host, "-p", port)
	server.Env = append(os.Environ(), "MOTO_IAM_LOAD_MANAGED_POLICIES=true")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	for range 300 {
		connection, err := net.Dial("tcp", address)
		if err == nil {
			_ = connection.Close()
			return "http://" + address
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("moto_server does not answer")
	return ""
}

// A parity is one estate on its way from the plan to the account.
type parity struct {
	t                     *testing.T
	dir, assize, endpoint string
	names                 map[string][]string // what the account calls things, by their addresses
}

// bring writes the files that the estates take in and nobody keeps: a certificate with its key, and the code of a function.
func (p *parity) bring() {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "edge.example.org"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(10 * 24 * time.Hour),
	}
	certificate, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		p.t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		p.t.Fatal(err)
	}
	var code bytes.Buffer
	archive := zip.NewWriter(&code)
	if file, err := archive.Create("handler.py"); err != nil {
		p.t.Fatal(err)
	} else if _, err := file.Write([]byte("def handler(event, context): pass\n")); err != nil {
		p.t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		p.t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"cert.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
		"handler.zip": code.Bytes(),
	} {
		if err := os.WriteFile(filepath.Join(p.dir, name), text, 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}

// otherNames reads from the state what the account calls the things that have no name of their own.
func (p *parity) otherNames() map[string][]string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "state.json"))
	if err != nil {
		p.t.Fatal(err)
	}
	type module struct {
		Resources []struct {
			Address string
			Values  struct {
				ID       any    `json:"id"`
				PublicIP string `json:"public_ip"`
			}
		}
		Children []module `json:"child_modules"`
	}
	var state struct {
		Values struct {
			Root module `json:"root_module"`
		}
	}
	if err := json.Unmarshal(text, &state); err != nil {
		p.t.Fatal(err)
	}
	out := map[string][]string{}
	var walk func(module)
	walk = func(m module) {
		for _, r := range m.Resources {
			id, _ := r.Values.ID.(string)
			out[r.Address] = []string{id, r.Values.PublicIP}
		}
		for _, c := range m.Children {
			walk(c)
		}
	}
	walk(state.Values.Root)
	return out
}

// found is the account's finding on what a finding of the plan is on.
func (p *parity) found(live map[[2]string]engine.Finding, key [2]string, f engine.Finding) (engine.Finding, bool) {
	for _, name := range append([]string{key[1]}, p.names[f.Resource]...) {
		if l, there := live[[2]string{key[0], name}]; there && l.Kind == f.Kind {
			return l, true
		}
	}
	return engine.Finding{}, false
}

func (p *parity) command(program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.t.Context(), program, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "AWS_ENDPOINT_URL="+p.endpoint, "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_DEFAULT_REGION=eu-central-1", "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "HOME="+p.dir, "XDG_CACHE_HOME="+p.dir)
	return cmd
}

func (p *parity) run(program string, args ...string) {
	p.t.Helper()
	if program == "terraform" {
		args = append([]string{args[0], "-no-color", "-input=false"}, args[1:]...)
	}
	if out, err := p.command(program, args...).CombinedOutput(); err != nil {
		p.t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out[max(0, len(out)-4000):])
	}
}

// show writes what terraform show prints of a plan, or of the state, to a file.
func (p *parity) show(file string, of ...string) {
	p.t.Helper()
	cmd := p.command("terraform", append([]string{"show", "-json"}, of...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("terraform show: %v\n%s", err, complaint.String())
	}
	if err := os.WriteFile(filepath.Join(p.dir, file), out, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// findings judges a target and returns what concerns AWS, by policy and the resource's name, where only one has the name.
func (p *parity) findings(target string, more ...string) map[[2]string]engine.Finding {
	p.t.Helper()
	p.run(p.assize, append([]string{"audit", target, "-q", "--no-cache", "-o", "json=f.json"}, more...)...)
	text, err := os.ReadFile(filepath.Join(p.dir, "f.json"))
	if err != nil {
		p.t.Fatal(err)
	}
	var a struct{ Findings []engine.Finding }
	if err := json.Unmarshal(text, &a); err != nil {
		p.t.Fatal(err)
	}
	out, several := map[[2]string]engine.Finding{}, map[[2]string]bool{}
	for _, f := range a.Findings {
		name, _, _ := strings.Cut(f.Name, " (") // the account's names of groups have their ids behind them
		key := [2]string{f.Policy, name}
		if !strings.HasPrefix(f.Kind, "aws.") || f.Resource == "*" {
			continue
		}
		if _, again := out[key]; again {
			several[key] = true
		}
		out[key] = f
	}
	for key := range several { // each VPC has a group "default": which is whose, the name does not tell
		delete(out, key)
	}
	return out
}

// agree compares, and wants at least so many verdicts that are the same.
func (p *parity) agree(what string, planned, live map[[2]string]engine.Finding, least int) {
	p.t.Helper()
	unlike := p.unlikeS3()
	same, unknown, excused := 0, 0, 0
	for key, f := range planned {
		l, there := p.found(live, key, f)
		switch {
		case !there:
		case f.Verdict == l.Verdict:
			same++
		case f.Verdict == engine.Unknown:
			unknown++
		case what == "plan" && unlike[l.Resource][f.Policy], unlikeAWS(what, f.Policy, l.Verdict):
			excused++
		default:
			p.t.Errorf("%s: %s on %s is %s and in the account %s: %v %v", what, key[0], key[1], f.Verdict, l.Verdict, f.Failures, l.Failures)
		}
	}
	p.t.Logf("%s: %d verdicts are the same, %d unknown, %d where the stand-in is not like AWS", what, same, unknown, excused)
	if same < least {
		p.t.Errorf("%s: only %d verdicts could be compared", what, same)
	}
}

// unlikeAWS says of a policy that the stand-in is not like AWS in what it reads.
func unlikeAWS(what, policy string, live engine.Verdict) bool {
	switch policy {
	case "logging/topic_subscribed": // it never counts a subscription
		return what == "plan"
	case "data/iam_certificate_expiry": // its certificates ended in 2012
		return what == "plan"
	case "data/api_cache_encrypted": // it keeps no settings of methods
		return what == "plan"
	case "network/lambda_url_open", "data/lambda_policy_public": // it lists no addresses, and its permission for one is no policy
		return live == engine.Unknown
	}
	return false
}

// unlikeS3 are the policies, by bucket, on facts that S3 sets for every new bucket since 2023 and the stand-in does not.
func (p *parity) unlikeS3() map[string]map[string]bool {
	p.t.Helper()
	file, err := os.Open(filepath.Join(p.dir, "live.gz"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer file.Close()
	s, err := collectors.ReadSnapshot(file)
	if err != nil {
		p.t.Fatal(err)
	}
	out := map[string]map[string]bool{}
	for _, r := range s.Resources {
		var facts map[string]json.RawMessage
		if err := json.Unmarshal(r.JSON, &facts); err != nil {
			p.t.Fatal(err)
		}
		out[r.ID] = map[string]bool{}
		for fact, policies := range map[string][]string{
			"encryption": {"data/s3_encryption", "data/s3_encryption_key"}, "ownership": {"data/s3_acl_off"},
			"public_access_block": {"data/s3_public_access_blocked"},
		} {
			for _, policy := range policies {
				out[r.ID][policy] = r.Kind == "aws.s3.bucket" && string(facts[fact]) == "null"
			}
		}
	}
	return out
}

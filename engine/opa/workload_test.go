package opa

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/assize/assize/collectors"
)

// The workload behind the table of "make bench": 20 kinds of cloud resources of about 1 KB and 200 policies, each of
// which reads two to four facts, most with an iteration. Realistic: few distinct settings, as templates make them, and
// names that are unique. Adversarial: every list and every text is different everywhere.
const (
	workKinds    = 20
	workPolicies = 200
)

func workKind(k int) string { return fmt.Sprintf("cloud.kind%02d", k) }

const workSchema = `{"type":"object","additionalProperties":false,
"required":["kind","id","name","origin","tags","encryption","versioning","logging","rules","grants","lifecycle","limits","network","owner","policy","public","region","retention_days"],
"properties":{"kind":{"type":"string"},"id":{"type":"string"},"name":{"type":"string"},
"origin":{"type":"object","additionalProperties":false,"required":["target","collector"],"properties":{"target":{"type":"string"},"collector":{"type":"string"},"account":{"type":"string"},"region":{"type":"string"}}},
"tags":{"type":"object","additionalProperties":{"type":"string"}},
"encryption":{"type":"object","additionalProperties":false,"required":["algorithm","enabled","key"],"properties":{"algorithm":{"type":"string"},"enabled":{"type":"boolean"},"key":{"anyOf":[{"type":"string"},{"type":"null"}]}}},
"versioning":{"type":"object","additionalProperties":false,"required":["enabled","mfa_delete"],"properties":{"enabled":{"type":"boolean"},"mfa_delete":{"type":"boolean"}}},
"logging":{"type":"object","additionalProperties":false,"required":["enabled","prefix","target"],"properties":{"enabled":{"type":"boolean"},"prefix":{"type":"string"},"target":{"anyOf":[{"type":"string"},{"type":"null"}]}}},
"rules":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["cidrs","from","protocol","to"],"properties":{"cidrs":{"type":"array","items":{"type":"string"}},"from":{"type":"integer"},"protocol":{"type":"string"},"to":{"type":"integer"}}}},
"grants":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["grantee","permission"],"properties":{"grantee":{"type":"string"},"permission":{"type":"string"}}}},
"lifecycle":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["days","enabled"],"properties":{"days":{"type":"integer"},"enabled":{"type":"boolean"}}}},
"limits":{"type":"object","additionalProperties":{"type":"integer"}},
"network":{"type":"object","additionalProperties":false,"required":["private","subnets","vpc"],"properties":{"private":{"type":"boolean"},"subnets":{"type":"array","items":{"type":"string"}},"vpc":{"anyOf":[{"type":"string"},{"type":"null"}]}}},
"owner":{"anyOf":[{"type":"string"},{"type":"null"}]},"policy":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["actions","effect","principals"],"properties":{"actions":{"type":"array","items":{"type":"string"}},"effect":{"type":"string"},"principals":{"type":"array","items":{"type":"string"}}}}},
"public":{"type":"boolean"},"region":{"type":"string"},"retention_days":{"type":"integer"}}}`

func workSchemas() fs.FS {
	out := fstest.MapFS{"resources.json": {Data: []byte(`{"type":"object"}`)}, "records.json": {Data: []byte(`{"type":"object"}`)}}
	for k := range workKinds {
		out[workKind(k)+".json"] = &fstest.MapFile{Data: []byte(workSchema)}
	}
	return out
}

// workRules are the checks, each with the same in Go: it returns the number of failures.
var workRules = []struct {
	rego  string
	plain func(r *workResource) int
}{
	{`fail contains {"message": "not encrypted with a key of our own", "path": "encryption.enabled"} if { input.encryption.enabled; input.encryption.algorithm != "aws:kms" }
fail contains {"message": "not encrypted", "path": "encryption", "key": "off"} if not input.encryption.enabled`,
		func(r *workResource) int {
			return countIf(!r.Encryption.Enabled || r.Encryption.Algorithm != "aws:kms")
		}},
	{`fail contains {"message": "versioning is off", "path": "versioning.enabled", "expected": true} if { not input.versioning.enabled; not input.public }`,
		func(r *workResource) int { return countIf(!r.Versioning.Enabled && !r.Public) }},
	{`fail contains {"message": sprintf("open to the world on port %d", [r.from]), "path": "rules", "key": sprintf("%s/%d", [r.protocol, r.from])} if { some r in input.rules; r.from <= 22; r.to >= 22; "0.0.0.0/0" in r.cidrs }`,
		func(r *workResource) int { return r.open(22) }},
	{`fail contains {"message": sprintf("%s may %s", [g.grantee, g.permission]), "path": "grants", "key": sprintf("%s %s", [g.grantee, g.permission])} if { some g in input.grants; g.grantee in {"AllUsers", "AuthenticatedUsers"}; g.permission in {"WRITE", "FULL_CONTROL"}; input.public }`,
		func(r *workResource) int {
			n := 0
			for _, g := range r.Grants {
				n += countIf((g.Grantee == "AllUsers" || g.Grantee == "AuthenticatedUsers") && (g.Permission == "WRITE" || g.Permission == "FULL_CONTROL") && r.Public)
			}
			return n
		}},
	{`_ends if { some l in input.lifecycle; l.enabled; l.days <= 400 }
fail contains {"message": "nothing is ever deleted", "path": "lifecycle"} if { not _ends; input.retention_days < 30 }`,
		func(r *workResource) int {
			for _, l := range r.Lifecycle {
				if l.Enabled && l.Days <= 400 {
					return 0
				}
			}
			return countIf(r.RetentionDays < 30)
		}},
	{`fail contains {"message": sprintf("limit %s is %d", [k, v]), "path": "limits", "key": k} if { some k, v in input.limits; v > 1000 }
applicable if input.network.private`,
		func(r *workResource) int {
			n := 0
			if r.Network.Private {
				for _, v := range r.Limits {
					n += countIf(v > 1000)
				}
			}
			return n
		}},
	{`fail contains {"message": "all may do all", "path": "policy"} if { some s in input.policy; s.effect == "Allow"; "*" in s.principals; some a in s.actions; endswith(a, "*") }`,
		func(r *workResource) int {
			for _, s := range r.Policy {
				for _, p := range s.Principals {
					for _, a := range s.Actions {
						if s.Effect == "Allow" && p == "*" && strings.HasSuffix(a, "*") {
							return 1
						}
					}
				}
			}
			return 0
		}},
	{`fail contains {"message": "no log is kept", "path": "logging.enabled"} if not input.logging.enabled
fail contains {"message": "the log has no place", "path": "logging.target"} if { input.logging.enabled; input.logging.target == null }`,
		func(r *workResource) int { return countIf(!r.Logging.Enabled || r.Logging.Target == nil) }},
	{`fail contains {"message": "in a region that is not ours", "path": "region"} if not input.region in {"eu-central-1", "eu-west-1"}
fail contains {"message": "in no private network", "path": "network.vpc"} if { input.network.vpc == null; count(input.network.subnets) == 0 }`,
		func(r *workResource) int {
			return countIf(r.Region != "eu-central-1" && r.Region != "eu-west-1") + countIf(r.Network.VPC == nil && len(r.Network.Subnets) == 0)
		}},
	{`fail contains {"message": "the tag Environment is missing or unknown", "path": "tags"} if not input.tags.Environment in {"prod", "test", "dev"}
fail contains {"message": "nobody owns it", "path": "owner"} if { input.owner == null; input.tags.Environment == "prod" }`,
		func(r *workResource) int {
			e := r.Tags["Environment"]
			return countIf(e != "prod" && e != "test" && e != "dev") + countIf(r.Owner == nil && e == "prod")
		}},
}

// Every twentieth policy reads the name, which is unique.
const workNamed = `fail contains {"message": "the name does not begin with the environment", "path": "name"} if not startswith(input.name, concat("", [input.tags.Environment, "-"]))`

func namedPlain(r *workResource) int {
	return countIf(!strings.HasPrefix(r.Name, r.Tags["Environment"]+"-"))
}

func countIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// workResource is the workload's resource as a struct.
type workResource struct {
	Name       string            `json:"name"`
	Tags       map[string]string `json:"tags"`
	Encryption struct {
		Algorithm string  `json:"algorithm"`
		Enabled   bool    `json:"enabled"`
		Key       *string `json:"key"`
	} `json:"encryption"`
	Versioning struct {
		Enabled   bool `json:"enabled"`
		MFADelete bool `json:"mfa_delete"`
	} `json:"versioning"`
	Logging struct {
		Enabled bool    `json:"enabled"`
		Prefix  string  `json:"prefix"`
		Target  *string `json:"target"`
	} `json:"logging"`
	Rules []struct {
		CIDRs    []string `json:"cidrs"`
		From     int      `json:"from"`
		Protocol string   `json:"protocol"`
		To       int      `json:"to"`
	} `json:"rules"`
	Grants []struct {
		Grantee    string `json:"grantee"`
		Permission string `json:"permission"`
	} `json:"grants"`
	Lifecycle []struct {
		Days    int  `json:"days"`
		Enabled bool `json:"enabled"`
	} `json:"lifecycle"`
	Limits  map[string]int `json:"limits"`
	Network struct {
		Private bool     `json:"private"`
		Subnets []string `json:"subnets"`
		VPC     *string  `json:"vpc"`
	} `json:"network"`
	Owner  *string `json:"owner"`
	Policy []struct {
		Actions    []string `json:"actions"`
		Effect     string   `json:"effect"`
		Principals []string `json:"principals"`
	} `json:"policy"`
	Public        bool   `json:"public"`
	Region        string `json:"region"`
	RetentionDays int    `json:"retention_days"`
}

func (r *workResource) open(port int) int {
	n := 0
	for _, rule := range r.Rules {
		for _, cidr := range rule.CIDRs {
			if rule.From <= port && rule.To >= port && cidr == "0.0.0.0/0" {
				n++
				break
			}
		}
	}
	return n
}

// workPolicy is policy number i: its kind is i%workKinds.
func workPolicy(i int) string {
	rule := workRules[(i/workKinds)%len(workRules)].rego
	if i%20 == 7 {
		rule = workNamed
	}
	return strings.Replace(head(fmt.Sprintf("p%03d", i), workKind(i%workKinds), ""), "#   - data.resources: schema.resources\n#   - data.records: schema.records\n", "", 1) + rule + "\n"
}

func workPlain(i int) func(*workResource) int {
	if i%20 == 7 {
		return namedPlain
	}
	return workRules[(i/workKinds)%len(workRules)].plain
}

func workSet(t testing.TB) *Set {
	t.Helper()
	files := fstest.MapFS{}
	for i := range workPolicies {
		files[fmt.Sprintf("t/p%03d.rego", i)] = &fstest.MapFile{Data: []byte(workPolicy(i))}
	}
	set, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "work", FS: files, BuiltIn: true}}, Schemas: workSchemas()})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// workFacts are the facts of resource number i.
func workFacts(i int, adversarial bool) map[string]any {
	template := rand.New(rand.NewPCG(11, uint64(i))).IntN(40)
	if adversarial {
		template = i
	}
	r := rand.New(rand.NewPCG(uint64(template), 7))
	unique := func(text string) string {
		if adversarial {
			return fmt.Sprintf("%s-%07d", text, i)
		}
		return text
	}
	maybe := func(text string) any {
		if r.IntN(8) == 0 {
			return nil
		}
		return unique(text)
	}
	pick := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	var rules, grants, lifecycle, policy []any
	for range 1 + r.IntN(2) {
		rules = append(rules, map[string]any{"cidrs": []any{pick("0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12"), "10.1.0.0/16"}, "from": r.IntN(3) * 22, "protocol": pick("tcp", "udp") + fmt.Sprint(len(rules)), "to": 65535})
		grants = append(grants, map[string]any{"grantee": pick("AllUsers", unique("owner"), unique("logging")), "permission": []string{"WRITE", "READ", "FULL_CONTROL"}[len(grants)]})
		lifecycle = append(lifecycle, map[string]any{"days": 10 * r.IntN(100), "enabled": r.IntN(2) == 0})
		policy = append(policy, map[string]any{"actions": []any{unique("s3:GetObject"), pick("s3:*", "s3:ListBucket")}, "effect": pick("Allow", "Deny"), "principals": []any{pick("arn:aws:iam::123456789012:role/app", "*", "arn:aws:iam::123456789012:root")}})
	}
	environment := pick("prod", "prod", "prod", "test", "test", "dev", "sandbox")
	return map[string]any{
		"encryption": map[string]any{"algorithm": pick("aws:kms", "aws:kms", "aws:kms", "aws:kms", "AES256"), "enabled": r.IntN(10) > 0, "key": maybe("arn:aws:kms:eu-central-1:123456789012:key/1234abcd")},
		"versioning": map[string]any{"enabled": r.IntN(5) > 0, "mfa_delete": false},
		"logging":    map[string]any{"enabled": r.IntN(8) > 0, "prefix": unique("logs/"), "target": maybe("central-logs")},
		"rules":      rules, "grants": grants, "lifecycle": lifecycle, "policy": policy,
		"limits":  map[string]any{"requests": r.IntN(1100), "connections": r.IntN(1050), unique("burst"): r.IntN(900)},
		"network": map[string]any{"private": r.IntN(2) == 0, "subnets": []any{unique("subnet-0a1b2c3d")}, "vpc": maybe("vpc-0123456789abcdef0")},
		"owner":   maybe("platform-team"), "public": r.IntN(4) == 0, "region": pick("eu-central-1", "eu-central-1", "eu-west-1", "eu-west-1", "us-east-1"), "retention_days": 7 * (2 + r.IntN(10)),
		"\x00env": environment,
	}
}

// workSnapshot makes every step-th of n resources, the same for the same arguments. Changed is the share of them, in
// percent, that differ from the ones with changed 0.
func workSnapshot(t testing.TB, n, step int, adversarial bool, changed int) *collectors.Snapshot {
	t.Helper()
	s := &collectors.Snapshot{Header: collectors.SnapshotHeader{Schema: collectors.SnapshotSchema}, Resources: make([]collectors.Resource, 0, n/step),
		Targets: []collectors.TargetInfo{{ID: "aws:aws:123456789012", Collector: "aws"}}}
	for k := range workKinds {
		s.Targets[0].Kinds = append(s.Targets[0].Kinds, workKind(k))
	}
	for i := 0; i < n; i += step {
		facts := workFacts(i, adversarial)
		if changed > 0 && i%(100/changed) == 0 {
			facts["retention_days"] = 1000 + i%10
			facts["region"] = "ap-south-1"
		}
		environment := facts["\x00env"].(string)
		delete(facts, "\x00env")
		r, err := collectors.NewResource(collectors.Head{Kind: workKind(i / step % workKinds), ID: fmt.Sprintf("arn:aws:cloud:::resource/%08d", i),
			Name: fmt.Sprintf("%s-resource-%08d", []string{environment, environment, environment, "old"}[i%4], i), Account: "123456789012", Region: "eu-central-1",
			Tags: map[string]string{"Environment": environment, "CostCenter": "4711", "Application": "shop"}},
			collectors.Origin{Target: "aws:aws:123456789012", Collector: "aws"}, facts)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	merged, err := collectors.Merge("bench", s)
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

// workDecoded decodes a resource for the checks in plain Go.
func workDecoded(text []byte) (*workResource, error) {
	var r workResource
	return &r, json.NewDecoder(bytes.NewReader(text)).Decode(&r)
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// largePlan writes a plan of 2,000 new resources of eight types, each with a name of its own and one in twenty with a setting that
// others share.
func largePlan(t *testing.T, path string) {
	t.Helper()
	const trust = `"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"`
	var changes, configs []string
	for n := range 250 {
		for _, r := range [][4]string{
			{"aws_s3_bucket", `"bucket": "b%[1]d"`, `"id": true, "arn": true`, `"bucket": {}`},
			{"aws_s3_bucket_versioning", `"versioning_configuration": [{"status": "Enabled"}]`, `"bucket": true`, `"bucket": {"references": ["aws_s3_bucket.x%[1]d.id", "aws_s3_bucket.x%[1]d"]}`},
			{"aws_security_group", `"name": "g%[1]d", "description": "x", "ingress": [{"protocol": "tcp", "from_port": %[1]d, "to_port": %[1]d, "cidr_blocks": ["10.0.0.0/8"], "self": false}]`, `"id": true`, `"name": {}`},
			{"aws_sqs_queue", `"name": "q%[1]d"`, `"id": true`, `"name": {}`},
			{"aws_db_instance", `"identifier": "d%[1]d", "engine": "postgres", "engine_version": "16", "storage_encrypted": true, "backup_retention_period": %[2]d`, `"id": true`, `"identifier": {}`},
			{"aws_iam_role", `"name": "r%[1]d", "assume_role_policy": ` + trust, `"arn": true`, `"name": {}`},
			{"aws_cloudwatch_log_group", `"name": "l%[1]d", "retention_in_days": %[1]d`, `"arn": true`, `"name": {}`},
			{"aws_instance", `"instance_type": "t3.micro", "monitoring": true, "tags": {"Name": "i%[1]d"}`, `"id": true`, `"instance_type": {}`},
		} {
			fill := func(form string) string {
				return strings.NewReplacer("%[1]d", fmt.Sprint(n), "%[2]d", fmt.Sprint(n%20)).Replace(form)
			}
			about := fmt.Sprintf(`"address": "%[1]s.x%[2]d", "mode": "managed", "type": "%[1]s", "name": "x%[2]d"`, r[0], n)
			changes = append(changes, fmt.Sprintf(`{%s, "change": {"actions": ["create"], "after": {%s}, "after_unknown": {%s}}}`, about, fill(r[1]), fill(r[2])))
			configs = append(configs, fmt.Sprintf(`{%s, "expressions": {%s}}`, about, fill(r[3])))
		}
	}
	text := `{"format_version": "1.2", "resource_changes": [` + strings.Join(changes, ",") + `], "configuration": {"root_module": {"resources": [` + strings.Join(configs, ",") + `]}}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// largeChange writes a plan as Terraform does, with what was there before: the test plan of a change, each resource of the root module
// so often that there are 2,000 of them.
func largeChange(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile("../../collectors/terraform/testdata/change.json")
	if err != nil {
		t.Fatal(err)
	}
	type list []json.RawMessage
	type module struct {
		Resources list `json:"resources"`
	}
	type values struct {
		Root module `json:"root_module"`
	}
	var d struct {
		FormatVersion string `json:"format_version"`
		Planned       values `json:"planned_values"`
		Changes       list   `json:"resource_changes"`
		Prior         struct {
			FormatVersion string `json:"format_version"`
			Values        values `json:"values"`
		} `json:"prior_state"`
		Configuration struct {
			Providers json.RawMessage `json:"provider_config"`
			Root      module          `json:"root_module"`
		} `json:"configuration"`
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	d.Changes = slices.DeleteFunc(d.Changes, func(c json.RawMessage) bool { return bytes.Contains(c, []byte(`"address":"module.`)) })
	// Of each its address, its name where it is the resource's, and what is unique at AWS.
	address := regexp.MustCompile(`\baws_[a-z0-9_]+\.([a-z0-9_]+)\b`)
	var names []string
	for _, c := range d.Changes {
		names = append(names, string(address.FindSubmatch(c)[1]))
	}
	named := regexp.MustCompile(`("name":")(` + strings.Join(names, "|") + `)"`)
	own := regexp.MustCompile(`\b(assize-[a-z0-9-]+|(?:sg|vpc|sgr)-[0-9a-f]{8,17})\b`)
	times := 2000/len(d.Changes) + 1
	for _, l := range []*list{&d.Changes, &d.Planned.Root.Resources, &d.Prior.Values.Root.Resources, &d.Configuration.Root.Resources} {
		var all list
		for n := range times {
			for _, one := range *l {
				one = address.ReplaceAll(one, fmt.Appendf(nil, "${0}_%d", n))
				one = named.ReplaceAll(one, fmt.Appendf(nil, `${1}${2}_%d"`, n))
				all = append(all, own.ReplaceAll(one, fmt.Appendf(nil, "${1}%d", n)))
			}
		}
		*l = all
	}
	out, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestPlanFigures holds the whole gate of a plan of 2,000 resources, with nothing that was worked out before, against its budget: of
// one that makes them all, and of one that knows what was there.
func TestPlanFigures(t *testing.T) {
	for name, plan := range map[string]func(*testing.T, string){"new": largePlan, "with a prior state": largeChange} {
		t.Run(name, func(t *testing.T) {
			slow, dir := slowness(t), t.TempDir()
			plan(t, filepath.Join(dir, "plan.json"))
			best := usage{wall: time.Hour}
			for range 3 {
				cost := measured(t, dir, "gate", "terraform:plan.json", "-q", "--no-cache", "--fail-on", "never", "--max-unknown", "-1", "-o", "json=f.json", "-o", "text=f.txt")
				if cost.wall < best.wall {
					best = cost
				}
			}
			findings, err := os.ReadFile(filepath.Join(dir, "f.json"))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(findings), `"fingerprint"`); n < 2000 {
				t.Errorf("the gate found %d failures, which is not all of the plan", n)
			}
			if known := strings.Contains(string(findings), `"plan": {`); known != (name != "new") {
				t.Errorf("that it says what the plan changes is %t", known)
			}
			t.Logf("best of 3: %.3f s, %.3f CPU s, %d MB", best.wall.Seconds(), best.cpu.Seconds(), best.rss>>20)
			if most := time.Duration(slow * 1.5 * float64(time.Second)); best.wall > most {
				t.Errorf("the gate took %v, the budget is %v", best.wall.Round(time.Millisecond), most.Round(time.Millisecond))
			}
		})
	}
}

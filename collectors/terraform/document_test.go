package terraform

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// refused visits a target that a user named wrongly. The error has the text, and a hint.
func refused(t *testing.T, at collectors.Target, text string) {
	t.Helper()
	_, err := collectors.Record(t.Context(), New(), at, "test", time.Now, nil)
	var usage *collectors.UsageError
	if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(usage.Error(), text) {
		t.Errorf("%s %v: %v", at.Ref, at.Options, err)
	}
}

func TestWhatIsNoPlanIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a binary plan":      {"PK\x03\x04\x14\x00\x08\x00tfplan", "terraform plan -out"},
		"nothing":            {" \n", "is empty"},
		"HCL":                {`resource "aws_s3_bucket" "b" {}`, "is not JSON"},
		"other JSON":         {`{"name": "x"}`, "neither a plan nor a state"},
		"a list":             {`[1]`, "neither a plan nor a state"},
		"Terraform's state":  {`{"version": 4, "serial": 1, "lineage": "x", "resources": []}`, "a state file as Terraform keeps it"},
		"the next format":    {`{"format_version": "2.0", "resource_changes": []}`, "format version 2.0"},
		"no version":         {`{"format_version": "new", "resource_changes": []}`, "no version"},
		"a version as list":  {`{"format_version": [], "resource_changes": []}`, "no text"},
		"no resource":        {`{"format_version": "1.2", "resource_changes": []}`, "has no resource"},
		"an empty state":     {`{"format_version": "1.0", "values": {}}`, "has no resource"},
		"one that broke off": {`{"format_version": "1.2", "errored": true, "resource_changes": []}`, "broke off"},
		"no change":          {`{"format_version": "1.2", "resource_changes": [{"address": "aws_s3_bucket.b"}]}`, "without a change"},
		"no address":         {`{"resource_changes": [{"type": "aws_s3_bucket", "name": "b", "change": {"actions": ["create"]}}]}`, "cannot be understood"},
		"one twice": {`{"resource_changes": [{"address": "a_b.c", "type": "a_b", "name": "c", "change": {"actions": ["create"]}},
			{"address": "a_b.c", "type": "a_b", "name": "c", "change": {"actions": ["create"]}}]}`, "twice"},
		"the next shape":      {`{"resource_changes": {"a": 1}, "configuration": [], "format_version": "2.0"}`, "format version 2.0"},
		"one that is cut off": {`{"format_version": "1.2", "resource_changes": [{"address": "aws_s3_b`, "ends in the middle of its JSON"},
		"one that is packed":  {"\x1f\x8b\x08", "compressed with gzip"},
		"terraform's talk":    {`{"@level":"info","@message":"x"}` + "\n" + `{"@level":"info"}`, "terraform plan -json says"},
		"attributes as text":  {`{"resource_changes": [{"address": "a_b.c", "type": "a_b", "name": "c", "change": {"actions": ["create"], "after": "x"}}]}`, "no object"},
		"unknown as number":   {`{"resource_changes": [{"address": "a_b.c", "type": "a_b", "name": "c", "change": {"actions": ["create"], "after": {}, "after_unknown": 3}}]}`, "no object"},
		"two plans":           {`{"format_version": "1.2", "resource_changes": []} {"format_version": "1.2"}`, "more than one JSON value"},
		"another shape":       {`{"format_version": "1.2", "resource_changes": {"a": 1}}`, "is not JSON of terraform show"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "plan")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			refused(t, target(path), c.want)
		})
	}
	refused(t, target("testdata/nowhere.json"), "no such file")
}

// TestEncodings reads the same plan as PowerShell writes it.
func TestEncodings(t *testing.T) {
	text, err := os.ReadFile("testdata/estate.json")
	if err != nil {
		t.Fatal(err)
	}
	want := read(t, target("testdata/estate.json"))
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		t.Run(name, func(t *testing.T) {
			var out []byte
			for _, unit := range append([]uint16{0xFEFF}, utf16.Encode([]rune(string(text)))...) {
				out = order.AppendUint16(out, unit)
			}
			same(t, want, written(t, string(out)))
			same(t, want, written(t, string(out[2:]))) // without the mark
		})
	}
	same(t, want, written(t, "\xEF\xBB\xBF"+string(text)))
}

// same compares what two snapshots hold of resources, but for their target.
func same(t *testing.T, a, b *collectors.Snapshot) {
	t.Helper()
	texts := func(s *collectors.Snapshot) []string {
		var out []string
		for _, r := range s.Resources {
			out = append(out, string(bytes.ReplaceAll(r.JSON, []byte(s.Targets[0].ID), nil)))
		}
		return out
	}
	if diff := cmp.Diff(texts(a), texts(b)); diff != "" || len(a.Resources) == 0 {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestMinimal reads plans that were cut down to their changes: without the configuration only known values join.
func TestMinimal(t *testing.T) {
	bucket := `{"address": "aws_s3_bucket.b", "type": "aws_s3_bucket", "name": "b", "mode": "managed",
		"change": {"actions": ["create"], "after": {"bucket": "b"}, "after_unknown": {"id": true, "versioning": true}}}`
	versioning := func(bucket, unknown string) string {
		return `{"resource_changes": [` + bucketOf(bucket) + `{"address": "aws_s3_bucket_versioning.b", "type": "aws_s3_bucket_versioning", "name": "b", "mode": "managed",
			"change": {"actions": ["create"], "after": {` + unknown + `"versioning_configuration": [{"status": "Enabled"}]}, "after_unknown": {"bucket": ` + isTrue(unknown == "") + `}}}]}`
	}
	facts(t, written(t, versioning(bucket, `"bucket": "b", `)), `aws_s3_bucket.b versioning.status "enabled"`)
	facts(t, written(t, versioning(bucket, "")), `aws_s3_bucket.b versioning gap after_apply`)
	facts(t, written(t, `{"resource_changes": [`+bucket+`]}`), `aws_s3_bucket.b versioning.status "never"`)
}

// TestThingsOutsideOfThePlan: what a plan sets on a bucket that it does not hold is told with the bucket's name.
func TestThingsOutsideOfThePlan(t *testing.T) {
	s := written(t, `{"resource_changes": [
		{"address": "aws_s3_bucket_policy.p", "type": "aws_s3_bucket_policy", "name": "p", "mode": "managed",
			"change": {"actions": ["create"], "after": {"bucket": "elsewhere", "policy": "{\"Statement\":[]}"}, "after_unknown": {}}},
		{"address": "aws_iam_role_policy.q", "type": "aws_iam_role_policy", "name": "q", "mode": "managed",
			"change": {"actions": ["create"], "after": {"name": "q"}, "after_unknown": {"role": true}}}]}`)
	var got []string
	for _, g := range s.Gaps {
		if g.Resource != "" {
			got = append(got, g.Place()+" "+string(g.Cause))
		}
	}
	want := []string{"aws.iam.role aws_iam_role_policy.q after_apply", "aws.s3.bucket elsewhere outside_plan"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func bucketOf(text string) string { return text + "," }

func isTrue(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// TestSecretsStay looks for a value that is marked as sensitive everywhere.
func TestSecretsStay(t *testing.T) {
	const secret = "hunter2-hunter2"
	s := written(t, `{"resource_changes": [{"address": "aws_iam_role.r", "type": "aws_iam_role", "name": "r", "mode": "managed", "change": {"actions": ["create"],
		"after": {"name": "r", "path": "/", "assume_role_policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Sid\":\"`+secret+`\",\"Action\":\"*\"}]}", "tags": {"a": "`+secret+`", "b": "open"}},
		"after_unknown": {}, "after_sensitive": {"assume_role_policy": true, "tags": {"a": true}}}}]}`)
	facts(t, s, `
aws_iam_role.r trust gap unsupported
aws_iam_role.r tags {"b":"open"}
`)
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), secret) {
		t.Error("the snapshot has the secret")
	}
}

func FuzzDocument(f *testing.F) {
	f.Add([]byte(`{"resource_changes":[{"address":"module.a[\"x.y\"].aws_s3_bucket.b[0]","type":"aws_s3_bucket","name":"b","change":{"actions":["create"],"after":{},"after_unknown":true}}]}`))
	f.Add([]byte(`{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"aws_security_group.g","type":"aws_security_group","name":"g","values":{"ingress":[{"protocol":"tcp","from_port":1,"cidr_blocks":["::/0"],"self":true}]},"sensitive_values":{"ingress":[{}]}}]}}}`))
	f.Add([]byte(`{"format_version":"1.2","resource_changes":[{"address":"aws_iam_role.r","type":"aws_iam_role","name":"r","change":{"actions":["create"],"after":{},"after_unknown":{"assume_role_policy":true}}},
		{"address":"data.aws_iam_policy_document.d","mode":"data","type":"aws_iam_policy_document","name":"d","change":{"actions":["read"],"after":{"statement":[{"actions":["a"],"principals":[{"type":"*","identifiers":["*"]}]}]},"after_unknown":{"json":true}}}],
		"configuration":{"root_module":{"resources":[{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","expressions":{"assume_role_policy":{"references":["data.aws_iam_policy_document.d.json","data.aws_iam_policy_document.d"]}}}]}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "plan.json")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := collectors.Record(t.Context(), New(), target(path), "test", time.Now, nil)
		var usage *collectors.UsageError
		if err != nil && !errors.As(err, &usage) {
			t.Fatal(err)
		}
	})
}

func FuzzAddress(f *testing.F) {
	f.Add(`module.a["x.y"].module.b.data.aws_s3_bucket.b[0]`)
	f.Add(`aws_s3_bucket.b["]"]`)
	f.Fuzz(func(t *testing.T, text string) {
		steps, ok := split(text)
		if !ok {
			return
		}
		var parts []string
		for _, s := range steps {
			parts = append(parts, s.name+s.key)
		}
		if got := strings.Join(parts, "."); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

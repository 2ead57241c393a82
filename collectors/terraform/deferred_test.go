package terraform

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/assize/assize/collectors"
)

// TestDeferred reads a plan that puts resources off: they are gaps, and a companion that may come says nothing of its parent.
func TestDeferred(t *testing.T) {
	s := written(t, `{"format_version": "1.2", "resource_changes": [
  {"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b", "change": {"actions": ["create"], "after": {"bucket": "b"}, "after_unknown": {"id": true}}},
  {"address": "aws_s3_bucket.other", "mode": "managed", "type": "aws_s3_bucket", "name": "other", "change": {"actions": ["create"], "after": {"bucket": "other"}, "after_unknown": {"id": true}}}],
 "deferred_changes": [
  {"reason": "instance_count_unknown", "resource_change": {"address": "aws_s3_bucket_versioning.b[*]", "mode": "managed", "type": "aws_s3_bucket_versioning", "name": "b",
   "change": {"actions": ["create"], "after": {"bucket": "b", "versioning_configuration": [{"status": "Enabled"}]}, "after_unknown": {}}}},
  {"reason": "provider_config_unknown", "resource_change": {"address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q",
   "change": {"actions": ["create"], "after": {"name": "q"}, "after_unknown": {}}}}],
 "configuration": {"root_module": {"resources": [
  {"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b", "expressions": {"bucket": {}}},
  {"address": "aws_s3_bucket.other", "mode": "managed", "type": "aws_s3_bucket", "name": "other", "expressions": {"bucket": {}}},
  {"address": "aws_s3_bucket_versioning.b", "mode": "managed", "type": "aws_s3_bucket_versioning", "name": "b", "expressions": {"bucket": {"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]}}}]}}}`)
	facts(t, s, `
aws_s3_bucket.b versioning.status gap after_apply
aws_s3_bucket.other versioning.status "never"
aws_sqs_queue.q kind no resource
`)
	for _, g := range s.Gaps {
		if g.Kind == "aws.sqs.queue" && g.Resource == "aws_sqs_queue.q" && g.Cause == collectors.AfterApply && g.Detail == "the plan defers it because of provider_config_unknown" {
			return
		}
	}
	t.Error("the queue that is put off has no gap")
}

// TestInstalledModules finds the files of a module that terraform init has fetched, and none outside of the folder.
func TestInstalledModules(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		".terraform/modules/modules.json": `{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"far","Source":"registry.example.org/a/b/c","Dir":".terraform/modules/far"},
			{"Key":"far.inner","Source":"./inner","Dir":".terraform/modules/far/inner"},{"Key":"out","Source":"x/y/z","Dir":"../elsewhere"}]}`,
		".terraform/modules/far/main.tf":       "\nresource \"aws_s3_bucket\" \"b\" {\n}\n",
		".terraform/modules/far/inner/main.tf": "resource \"aws_s3_bucket\" \"b\" {\n}\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const bucket = `{"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b", "expressions": {}}`
	change := func(module string) string {
		return `{"address": "` + module + `.aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b", "change": {"actions": ["create"], "after": {"bucket": "` + module + `"}, "after_unknown": {}}}`
	}
	s := written(t, `{"format_version": "1.2", "resource_changes": [`+change("module.far")+`,`+change("module.far.module.inner")+`,`+change("module.out")+`],
 "configuration": {"root_module": {"module_calls": {
  "far": {"source": "registry.example.org/a/b/c", "module": {"resources": [`+bucket+`], "module_calls": {"inner": {"source": "./inner", "module": {"resources": [`+bucket+`]}}}}},
  "out": {"source": "x/y/z", "module": {"resources": [`+bucket+`]}}}}}}`, "dir", dir)
	facts(t, s, `
module.far.aws_s3_bucket.b origin.file ".terraform/modules/far/main.tf"
module.far.aws_s3_bucket.b origin.line 2
module.far.module.inner.aws_s3_bucket.b origin.file ".terraform/modules/far/inner/main.tf"
`)
	for _, r := range s.Resources {
		if r.ID == "module.out.aws_s3_bucket.b" && r.Origin.File != "" {
			t.Errorf("a module outside of the folder stands in %s", r.Origin.File)
		}
	}
}

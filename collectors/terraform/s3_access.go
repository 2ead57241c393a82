package terraform

import (
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

const groups = "http://acs.amazonaws.com/groups/"

// canned are the grants that a canned access list makes besides the owner's. Source: Amazon S3 User Guide, Canned ACL.
var canned = map[string][]kinds.Grant{
	"private":                   {},
	"public-read":               {{Grantee: groups + "global/AllUsers", Permission: "READ", Public: true}},
	"public-read-write":         {{Grantee: groups + "global/AllUsers", Permission: "READ", Public: true}, {Grantee: groups + "global/AllUsers", Permission: "WRITE", Public: true}},
	"authenticated-read":        {{Grantee: groups + "global/AuthenticatedUsers", Permission: "READ", Public: true}},
	"log-delivery-write":        {{Grantee: groups + "s3/LogDelivery", Permission: "WRITE"}, {Grantee: groups + "s3/LogDelivery", Permission: "READ_ACP"}},
	"bucket-owner-read":         {},
	"bucket-owner-full-control": {},
}

// owner is the grant that every bucket has. Who the owner is, in the form in which access lists name accounts, no plan says.
func (r *bucketReader) owner() {
	r.facts.Grants = append(r.facts.Grants, kinds.Grant{Grantee: "owner", Permission: "FULL_CONTROL"})
}

func (r *bucketReader) access() {
	child, settled := r.companion("acl", "grants")
	if settled {
		return
	}
	name, list := r.bucket.at("acl"), r.bucket.at("grant")
	if child != nil {
		name, list = child.at("acl"), child.at("access_control_policy", 0, "grant")
	}
	switch word, known := name.text(); {
	case list.count() > 0:
		r.grants(list, child == nil)
	case known && word != "":
		grants, ok := canned[word]
		if !ok {
			r.gap("grants", collectors.Failed, "the canned access list "+word+" is not known", r.bucket.address)
			return
		}
		r.owner()
		r.facts.Grants = append(r.facts.Grants, grants...)
	case !name.unset():
		r.unread(name, "grants")
	case child != nil && list.open():
		r.unread(list, "grants")
	case child == nil && list.unknown == true && !list.unmade() && !r.enforced():
		r.undecided(list, "grants")
	case child == nil && r.bucket.exists():
		r.elsewhere(r.bucket, "the access list of the bucket, which exists already", "grants")
	default:
		r.owner()
	}
}

// enforced says that access lists are off for certain, so that S3 refuses one.
func (r *bucketReader) enforced() bool {
	return r.facts.Ownership != nil && *r.facts.Ownership == "BucketOwnerEnforced" && !r.gapped("ownership")
}

// grants reads single grants. On the bucket itself one block has several permissions.
func (r *bucketReader) grants(list value, many bool) {
	if list.open() || list.secret() {
		r.unread(list, "grants")
		return
	}
	for _, g := range list.items() {
		grantee := g
		permissions := []value{g.at("permission")}
		if many {
			permissions = g.at("permissions").items()
		} else {
			grantee = g.at("grantee", 0)
		}
		uri, _ := grantee.at("uri").text()
		who := uri
		for _, other := range []string{"id", "email_address"} {
			if who == "" {
				who, _ = grantee.at(other).text()
			}
		}
		for _, p := range permissions {
			r.facts.Grants = append(r.facts.Grants, kinds.Grant{
				Grantee: who, Permission: r.text(p, "grants"),
				Public: strings.HasSuffix(uri, "/global/AllUsers") || strings.HasSuffix(uri, "/global/AuthenticatedUsers"),
			})
		}
	}
}

func (r *bucketReader) logging() {
	child, settled := r.companion("logging", "logging")
	if settled {
		return
	}
	var is value
	if child != nil {
		is = child.whole()
	} else if own, ok := r.own("logging", "logging"); ok && own.count() > 0 && !r.removed("logging") {
		is = own.at(0)
	} else {
		return
	}
	logging := &kinds.BucketLogging{Prefix: r.text(is.at("target_prefix"), "logging.prefix")}
	r.facts.Logging = logging
	if to := r.refer(is.at("target_bucket"), "logging.bucket", "aws_s3_bucket"); to != nil {
		logging.Bucket = *to
	}
}

func (r *bucketReader) lifecycle() {
	child, settled := r.companion("lifecycle_configuration", "lifecycle")
	if settled {
		return
	}
	var list value
	if child != nil {
		list = child.at("rule")
	} else if own, ok := r.own("lifecycle_rule", "lifecycle"); ok && !r.removed("lifecycle_configuration") {
		list = own
	}
	if list.unknown == true || list.secret() {
		r.unread(list, "lifecycle")
		return
	}
	for i, is := range list.items() {
		rule := kinds.LifecycleRule{ID: r.text(is.at("id"), element("lifecycle", i, "id"))}
		if child != nil {
			rule.Enabled = r.text(is.at("status"), element("lifecycle", i, "enabled")) == "Enabled"
			rule.AbortUploadDays = r.whole(is.at("abort_incomplete_multipart_upload", 0, "days_after_initiation"), element("lifecycle", i, "abort_upload_days"))
			rule.ExpireOldDays = r.whole(is.at("noncurrent_version_expiration", 0, "noncurrent_days"), element("lifecycle", i, "expire_old_days"))
		} else {
			rule.Enabled = r.flag(is.at("enabled"), element("lifecycle", i, "enabled"), false)
			rule.AbortUploadDays = positive(r.whole(is.at("abort_incomplete_multipart_upload_days"), element("lifecycle", i, "abort_upload_days")))
			rule.ExpireOldDays = r.whole(is.at("noncurrent_version_expiration", 0, "days"), element("lifecycle", i, "expire_old_days"))
		}
		rule.ExpireDays = positive(r.whole(is.at("expiration", 0, "days"), element("lifecycle", i, "expire_days")))
		r.facts.Lifecycle = append(r.facts.Lifecycle, rule)
	}
}

func (r *bucketReader) replication() {
	child, settled := r.companion("replication_configuration", "replication")
	if settled {
		return
	}
	var list value
	if child != nil {
		list = child.at("rule")
	} else if own, ok := r.own("replication_configuration", "replication"); ok && !r.removed("replication_configuration") {
		list = own.at(0, "rules")
	}
	if list.unknown == true || list.secret() {
		r.unread(list, "replication")
		return
	}
	for i, is := range list.items() {
		rule := kinds.ReplicationRule{
			ID: r.text(is.at("id"), element("replication", i, "id")), Enabled: r.text(is.at("status"), element("replication", i, "enabled")) == "Enabled",
			Account: r.textOrNull(is.at("destination", 0, "account"), element("replication", i, "account")),
		}
		if to := r.refer(is.at("destination", 0, "bucket"), element("replication", i, "bucket"), "aws_s3_bucket"); to != nil {
			rule.Bucket = *to
		}
		r.facts.Replication = append(r.facts.Replication, rule)
	}
}

func (r *bucketReader) objectLock() {
	child, settled := r.companion("object_lock_configuration", "object_lock")
	if settled {
		return
	}
	var retention value
	if child != nil {
		r.facts.ObjectLock = &kinds.ObjectLock{Enabled: true}
		retention = child.at("rule", 0, "default_retention", 0)
	} else {
		on := r.bucket.at("object_lock_enabled")
		own, ok := r.own("object_lock_configuration", "object_lock")
		if !ok && !own.unmade() {
			return
		}
		if enabled := r.flag(on, "object_lock", false); !enabled && (!ok || own.count() == 0) {
			return
		}
		r.facts.ObjectLock = &kinds.ObjectLock{Enabled: true}
		if !r.removed("object_lock_configuration") {
			retention = own.at(0, "rule", 0, "default_retention", 0)
		}
	}
	if retention.null() {
		return
	}
	r.facts.ObjectLock.Mode = r.textOrNull(retention.at("mode"), "object_lock.mode")
	r.facts.ObjectLock.Days = positive(r.whole(retention.at("days"), "object_lock.days"))
	if years := positive(r.whole(retention.at("years"), "object_lock.days")); years != nil {
		days := 365 * *years
		r.facts.ObjectLock.Days = &days
	}
}

// positive is nil for 0, which the provider writes for none.
func positive(n *int) *int {
	if n != nil && *n == 0 {
		return nil
	}
	return n
}

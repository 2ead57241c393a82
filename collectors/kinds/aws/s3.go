package aws

// Bucket is one S3 bucket with all that belongs to it. Its region stands in the origin. Source: s3:ListBuckets and the
// calls that each field names.
type Bucket struct {
	// Created is null for a bucket that is not yet there.
	Created *string `json:"created"`
	// Versioning is GetBucketVersioning.
	Versioning Versioning `json:"versioning"`
	// Encryption is the default encryption (GetBucketEncryption), or null when there is none.
	Encryption *BucketEncryption `json:"encryption"`
	// PublicAccessBlock is the bucket's own (GetPublicAccessBlock), or null; the account's counts besides.
	PublicAccessBlock *PublicAccessBlock `json:"public_access_block"`
	// Policy is the bucket policy (GetBucketPolicy), empty when there is none.
	Policy []Statement `json:"policy"`
	// Grants are the entries of the access list (GetBucketAcl).
	Grants []Grant `json:"grants"`
	// Ownership is "BucketOwnerEnforced" (the access list is off), "BucketOwnerPreferred", "ObjectWriter", or null when
	// never set, which means ObjectWriter (GetBucketOwnershipControls).
	Ownership *string `json:"ownership"`
	// Logging is where access is recorded (GetBucketLogging), or null.
	Logging *BucketLogging `json:"logging"`
	// Lifecycle are the rules for what becomes of objects with time (GetBucketLifecycleConfiguration).
	Lifecycle []LifecycleRule `json:"lifecycle"`
	// Replication are the rules for copies in other buckets (GetBucketReplication).
	Replication []ReplicationRule `json:"replication"`
	// ObjectLock is GetObjectLockConfiguration, or null when the bucket has none.
	ObjectLock *ObjectLock `json:"object_lock"`
}

// Versioning says whether earlier versions of objects are kept. Status is "enabled", "suspended" or "never".
type Versioning struct {
	Status    string `json:"status"`
	MFADelete bool   `json:"mfa_delete"`
}

// BucketEncryption is what new objects are encrypted with. Algorithm is "AES256", "aws:kms" or "aws:kms:dsse"; KMSKey is null
// for AES256 and for the key that AWS manages.
type BucketEncryption struct {
	Algorithm string  `json:"algorithm"`
	KMSKey    *string `json:"kms_key"`
	BucketKey bool    `json:"bucket_key"`
}

// Grant is one entry of an access list. Grantee is the URI of a group, or the canonical id of an account; "owner" where that
// of the bucket's own account is not known yet. Public is true for the groups AllUsers and AuthenticatedUsers, which is
// everybody who has any AWS account.
type Grant struct {
	Grantee    string `json:"grantee"`
	Permission string `json:"permission"`
	Public     bool   `json:"public"`
}

// BucketLogging is where server access logs go.
type BucketLogging struct {
	Bucket string `json:"bucket"`
	Prefix string `json:"prefix"`
}

// LifecycleRule is one rule. The days are null when the rule does not do that.
type LifecycleRule struct {
	ID      string `json:"id"`
	Enabled bool   `json:"enabled"`
	// ExpireDays is when current versions go; ExpireOldDays when those go that are no longer current.
	ExpireDays    *int `json:"expire_days"`
	ExpireOldDays *int `json:"expire_old_days"`
	// AbortUploadDays is when the parts of uploads go that were never finished.
	AbortUploadDays *int `json:"abort_upload_days"`
}

// ReplicationRule is one rule. Bucket is the ARN of the copy's bucket; Account is its owner, or null for the same account.
type ReplicationRule struct {
	ID      string  `json:"id"`
	Enabled bool    `json:"enabled"`
	Bucket  string  `json:"bucket"`
	Account *string `json:"account"`
}

// ObjectLock keeps objects from being deleted. Mode is "GOVERNANCE", "COMPLIANCE" or null without a default retention, and
// Days is then null as well.
type ObjectLock struct {
	Enabled bool    `json:"enabled"`
	Mode    *string `json:"mode"`
	Days    *int    `json:"days"`
}

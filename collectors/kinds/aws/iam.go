package aws

// Root is the account's root user. Source: iam:GetAccountSummary, iam:ListVirtualMFADevices and the credential report.
type Root struct {
	// AccessKey is true when the root user has an access key.
	AccessKey bool `json:"access_key"`
	// MFA is true when signing in as root takes a second factor.
	MFA bool `json:"mfa"`
	// MFAType is "virtual", "hardware" or null without a second factor. A passkey counts as hardware.
	MFAType *string `json:"mfa_type"`
	// PasswordLastUsed and AccessKeyLastUsed are null when never used since AWS keeps record.
	PasswordLastUsed  *string `json:"password_last_used"`
	AccessKeyLastUsed *string `json:"access_key_last_used"`
}

// PasswordPolicy are the rules for the passwords of IAM users. Without a policy of its own an account has none of them, and
// every field but Configured is null. Source: iam:GetAccountPasswordPolicy.
type PasswordPolicy struct {
	Configured     bool  `json:"configured"`
	MinimumLength  *int  `json:"minimum_length"`
	RequireLower   *bool `json:"require_lower"`
	RequireUpper   *bool `json:"require_upper"`
	RequireNumbers *bool `json:"require_numbers"`
	RequireSymbols *bool `json:"require_symbols"`
	// MaxAgeDays is null when passwords do not expire.
	MaxAgeDays *int `json:"max_age_days"`
	// Remembered counts the earlier passwords that may not be used again, or is null when any may.
	Remembered     *int  `json:"remembered"`
	UsersMayChange *bool `json:"users_may_change"`
}

// User is one IAM user. Source: iam:GetAccountAuthorizationDetails, and the credential report (at most four hours old) for
// all that concerns credentials.
type User struct {
	Path    string `json:"path"`
	Created string `json:"created"`
	// Groups are the names of the user's groups.
	Groups []string `json:"groups"`
	// AttachedPolicies are ARNs; those of groups do not count.
	AttachedPolicies    []string       `json:"attached_policies"`
	InlinePolicies      []InlinePolicy `json:"inline_policies"`
	PermissionsBoundary *string        `json:"permissions_boundary"`
	// Console is the password, or null when the user cannot sign in to the console.
	Console *Console `json:"console"`
	// MFA is true when the user has a second factor.
	MFA bool `json:"mfa"`
	// AccessKeys are the keys that exist, active or not, by their place in the credential report: "1" and "2".
	AccessKeys map[string]AccessKey `json:"access_keys"`
	// SigningCertificates counts the active X.509 certificates.
	SigningCertificates int `json:"signing_certificates"`
}

// Console is a password. A time is null when AWS has none: the password was never used, or no policy makes it expire.
type Console struct {
	LastUsed    *string `json:"last_used"`
	LastChanged *string `json:"last_changed"`
}

// AccessKey is one access key without its id. Rotated is when it was made.
type AccessKey struct {
	Active   bool    `json:"active"`
	Rotated  *string `json:"rotated"`
	LastUsed *string `json:"last_used"`
}

// Group is one IAM group. Source: iam:GetAccountAuthorizationDetails.
type Group struct {
	Path             string         `json:"path"`
	AttachedPolicies []string       `json:"attached_policies"`
	InlinePolicies   []InlinePolicy `json:"inline_policies"`
	// Members are the names of its users.
	Members []string `json:"members"`
}

// Role is one IAM role. Source: iam:GetAccountAuthorizationDetails.
type Role struct {
	Path    string `json:"path"`
	Created string `json:"created"`
	// ServiceLinked is true when AWS made the role for a service of its own; nobody else can change it.
	ServiceLinked bool `json:"service_linked"`
	// Trust says who may take the role.
	Trust               []Statement    `json:"trust"`
	AttachedPolicies    []string       `json:"attached_policies"`
	InlinePolicies      []InlinePolicy `json:"inline_policies"`
	PermissionsBoundary *string        `json:"permissions_boundary"`
	// LastUsed is null when the role was not used in the 400 days that AWS keeps record of.
	LastUsed *string `json:"last_used"`
}

// Policy is one managed policy of the account's own, in its version in force. Those of AWS are not listed; where they are
// attached stands on users, groups and roles. Source: iam:GetAccountAuthorizationDetails.
type Policy struct {
	Path       string      `json:"path"`
	Created    string      `json:"created"`
	Version    string      `json:"version"`
	Statements []Statement `json:"statements"`
	// Attachments counts the users, groups and roles that it is attached to; Boundaries those that it bounds.
	Attachments int `json:"attachments"`
	Boundaries  int `json:"boundaries"`
}

// InlinePolicy is a policy that is part of a user, group or role.
type InlinePolicy struct {
	Name       string      `json:"name"`
	Statements []Statement `json:"statements"`
}

// ServerCertificate is one certificate that was uploaded to IAM. Source: iam:ListServerCertificates.
type ServerCertificate struct {
	Path     string  `json:"path"`
	Uploaded *string `json:"uploaded"`
	Expires  *string `json:"expires"`
}

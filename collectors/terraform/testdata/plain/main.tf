resource "aws_s3_bucket" "only" {
  bucket = "assize-only"
}

resource "aws_s3_bucket_ownership_controls" "only" {
  bucket = aws_s3_bucket.only.id
  rule { object_ownership = "ObjectWriter" }
}

data "aws_iam_policy_document" "only" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.only.arn}/*"]
  }
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
}

resource "aws_iam_role_policy" "reader" {
  name   = "read"
  role   = aws_iam_role.reader.name
  policy = data.aws_iam_policy_document.only.json
}

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>How a body is written.</summary>
internal enum BodyFormat
{
    Json,
    Yaml,
    Protobuf,
}

using System.Runtime.Versioning;

// The sandbox isolates processes with Linux' own means.
[assembly: SupportedOSPlatform("linux")]

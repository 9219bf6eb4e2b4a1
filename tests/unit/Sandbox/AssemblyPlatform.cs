using System.Runtime.Versioning;

// The sandbox isolates processes with Linux' own means, and so do its tests.
[assembly: SupportedOSPlatform("linux")]

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>An evaluation was cut off because it took too much work.</summary>
public sealed class CelCostException() : CelException("operation cancelled: actual cost limit exceeded");

namespace Portal.Hubs;

/// <summary>What <see cref="RunTickets"/> seals.</summary>
public sealed record RunTicket(string Cluster, string Workspace, string RunUid);

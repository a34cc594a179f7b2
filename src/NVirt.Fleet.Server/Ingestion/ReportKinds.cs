namespace NVirt.Fleet.Server.Ingestion;

/// <summary>The kinds of documents in reports.</summary>
internal static class ReportKinds
{
    public const string Host = "host";

    public const string Guest = "guest";
}

namespace NVirt.Fleet.Server.Documents;

/// <summary>How large a report may be.</summary>
internal static class ReportLimits
{
    /// <summary>Bytes of a report, packed or not.</summary>
    public const int Report = 32 << 20;

    /// <summary>Bytes of a heartbeat.</summary>
    public const int Heartbeat = 4096;

    /// <summary>Bytes of a document once it is unpacked.</summary>
    public const int Document = 8 << 20;

    /// <summary>Bytes of all documents of a report once they are unpacked.</summary>
    public const int Documents = 128 << 20;

    /// <summary>Guests of a host.</summary>
    public const int Guests = 10_000;

    /// <summary>Documents that tell of a host.</summary>
    public const int HostDocuments = 16;

    /// <summary>Characters of a name or a version.</summary>
    public const int Name = 253;

    /// <summary>Labels of a host.</summary>
    public const int Labels = 64;
}

namespace NVirt.Cli;

/// <summary>The forms of output.</summary>
internal enum OutputFormat
{
    /// <summary>libvirt's form, where it has one.</summary>
    Xml,

    /// <summary>For programs; the names of the fields are a contract.</summary>
    Json,

    /// <summary>For people.</summary>
    Table,
}

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

    /// <summary>A table for spreadsheets and scripts.</summary>
    Csv,

    /// <summary>One page for a browser.</summary>
    Html,
}

/// <summary>Lists of forms that several commands have; the first is the default.</summary>
internal static class OutputFormats
{
    /// <summary>Of a command that answers.</summary>
    public static OutputFormat[] OfAnswer => [OutputFormat.Table, OutputFormat.Json];

    /// <summary>Of a command that gives one CPU.</summary>
    public static OutputFormat[] OfCpu => [OutputFormat.Xml, OutputFormat.Json, OutputFormat.Table];

    /// <summary>Of a command that gives a document of libvirt's.</summary>
    public static OutputFormat[] OfDocument => [OutputFormat.Xml, OutputFormat.Json];

    /// <summary>Of a command that answers for whole fleets.</summary>
    public static OutputFormat[] OfFleet => [OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv, OutputFormat.Html];

    /// <summary>What the option is given for a form.</summary>
    public static string ToWord(this OutputFormat format) => format switch
    {
        OutputFormat.Xml => "xml",
        OutputFormat.Json => "json",
        OutputFormat.Csv => "csv",
        OutputFormat.Html => "html",
        _ => "table",
    };
}

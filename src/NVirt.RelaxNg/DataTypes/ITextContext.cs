namespace NVirt.RelaxNg.DataTypes;

/// <summary>What surrounds a text while it is compared with data types.</summary>
internal interface ITextContext
{
    /// <summary>What comparing may still cost.</summary>
    public Budget Budget { get; }

    /// <summary>The URI of a prefix that is declared where the text stands, empty for none; <see langword="null"/> if it is not declared.</summary>
    public string? Find(string prefix);
}

namespace NVirt.RelaxNg.DataTypes;

/// <summary>The context of a text that is compared with data types.</summary>
internal interface ITextContext
{
    /// <summary>The remaining budget for comparing.</summary>
    public Budget Budget { get; }

    /// <summary>
    /// The URI of a prefix in scope at the text, empty for none; <see langword="null"/> if it is not declared.
    /// </summary>
    public string? Find(string prefix);
}

namespace NVirt.VMware;

/// <summary>One line of a <c>.vmx</c> file.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, without its quotes.</param>
/// <remarks>The default has no key and no value, and is no line of a file.</remarks>
public readonly record struct VmxSetting(string Key, string Value)
{
    /// <summary>The line: <c>key = "value"</c>.</summary>
    public override string ToString() => $"{Key} = \"{Value}\"";
}

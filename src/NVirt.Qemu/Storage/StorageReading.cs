using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Shared ways in which pools and volumes are read.</summary>
internal static class StorageReading
{
    private const string DefaultUnit = "bytes";
    private const uint HighestMode = 0xfff;

    // libvirt's word for "whatever the default is".
    private const string Unset = "-1";

    /// <summary>Makes the exceptions for mistakes in the text.</summary>
    public static StorageException Make(MistakeKind kind, string message, Exception? cause) => new(
        kind == MistakeKind.Malformed ? StorageErrorKind.NotWellFormed : StorageErrorKind.Malformed, message, cause);

    /// <summary>The root of a document.</summary>
    /// <exception cref="StorageException">The text is not well-formed, or is another document.</exception>
    public static Element Root(string xml, string name)
    {
        ArgumentNullException.ThrowIfNull(xml);
        using XmlScanner scanner = new(xml, file: null, isSequence: false, Make);
        scanner.ReadToOnlyRoot($"<{name}>");
        Element root = Element.Whole(scanner, new WholeDocument());
        scanner.ReadToEnd();
        return root.Name == name ? root
            : throw new StorageException(
                StorageErrorKind.WrongDocument, Text.Of(Messages.Storage_Root, name, Text.OnOneLine(root.Name, 100)));
    }

    /// <summary>The text of a child; an empty one counts as absent.</summary>
    public static string? ChildText(Element element, string name) => element.First(name)?.Text is { Length: > 0 } text ? text : null;

    /// <summary>Who may use something.</summary>
    public static StoragePermissions? Permissions(Element? target)
    {
        if (target?.First("permissions") is not { } element)
        {
            return null;
        }

        return new StoragePermissions(ModeOf(element), NumberOf(element, "owner"), NumberOf(element, "group"), ChildText(element, "label"));
    }

    /// <summary>The number of bytes that a child says; an empty one counts as absent.</summary>
    public static ulong? ChildBytes(Element parent, string name)
    {
        if (parent.First(name) is not { Text.Length: > 0 } element)
        {
            return null;
        }

        if (!Digits.TryParse(element.Text.Trim(), out ulong amount))
        {
            throw StorageRefusals.Malformed(Text.Of(Messages.Storage_MalformedElement, element.Name));
        }

        string unit = element.TextOf("unit") ?? DefaultUnit;
        ulong scale = MemorySize.Scale(unit);
        return scale == 0 ? throw StorageRefusals.Of(StorageErrorKind.InvalidArgument, Messages.Storage_Unit, unit)
            : (UInt128)amount * scale > long.MaxValue
            ? throw new StorageException(StorageErrorKind.Overflow, Text.Of(Messages.Storage_TooLarge, (UInt128)amount * scale))
            : amount * scale;
    }

    private static uint? ModeOf(Element element)
    {
        if (ChildText(element, "mode") is not { } text)
        {
            return null;
        }

        uint mode = 0;
        foreach (char digit in text)
        {
            mode = digit is >= '0' and <= '7' && mode <= HighestMode ? (mode * 8) + (uint)(digit - '0') : uint.MaxValue;
        }

        return mode <= HighestMode ? mode : throw StorageRefusals.Malformed(Messages.Storage_Mode);
    }

    private static uint? NumberOf(Element element, string name) => ChildText(element, name) switch
    {
        null or Unset => null,
        { } text => Digits.TryParse(text, out uint number) ? number
            : throw StorageRefusals.Malformed(Text.Of(Messages.Storage_MalformedElement, name)),
    };
}

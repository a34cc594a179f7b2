using System.Globalization;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>What pools and volumes have in common when they are written.</summary>
internal static class StorageWriting
{
    private const uint Permissions = 0xfff;

    /// <summary>An amount of bytes.</summary>
    public static void Bytes(IndentedXml xml, string name, ulong bytes)
    {
        xml.Start(name);
        xml.Attribute("unit", "bytes");
        xml.Content(bytes.ToString(CultureInfo.InvariantCulture));
        xml.End();
    }

    /// <summary>Who may use something.</summary>
    public static void Write(IndentedXml xml, StoragePermissions? permissions)
    {
        if (permissions is null || permissions is { Mode: null, Owner: null, Group: null, Label: null })
        {
            return;
        }

        xml.Start("permissions");
        Write(xml, "mode", permissions.Mode is { } mode ? "0" + Convert.ToString((int)mode, 8) : null);
        Write(xml, "owner", permissions.Owner?.ToString(CultureInfo.InvariantCulture));
        Write(xml, "group", permissions.Group?.ToString(CultureInfo.InvariantCulture));
        Write(xml, "label", permissions.Label);
        xml.End();
    }

    /// <summary>Who may use a file that is there.</summary>
    public static StoragePermissions Of(FileStatus status) => new(status.Mode & Permissions, status.Owner, status.Group, null);

    private static void Write(IndentedXml xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.TextElement(name, value);
        }
    }
}

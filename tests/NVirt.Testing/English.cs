using System.Globalization;
using System.Runtime.CompilerServices;

namespace NVirt.Testing;

/// <summary>Tests read messages in English, whatever the machine's language.</summary>
internal static class English
{
#pragma warning disable CA2255 // It must run before anything creates a message.
    [ModuleInitializer]
    internal static void Speak()
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
#pragma warning restore CA2255
}

using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>
/// The definition that comes with a guest. It replaces the one that existed when the guest was announced, but not one that somebody
/// has defined since.
/// </summary>
internal sealed class KeptDefinition
{
    private readonly IncomingHost _host;
    private readonly DomainDocument _document;
    private readonly DomainDocument? _before;
    private bool _isKept;

    public KeptDefinition(IncomingHost host, DomainDocument document)
    {
        _host = host;
        _document = document;
        _before = host.Definitions.Read(Name);
    }

    private string Name => _document.Definition.Name!;

    /// <summary>Saves it. The caller has the lock for names.</summary>
    /// <exception cref="DomainException">Somebody has changed the definition meanwhile (busy).</exception>
    public void Keep()
    {
        if (_host.Definitions.Read(Name)?.Text != _before?.Text)
        {
            throw new DomainException(DomainErrorKind.Busy, NVirt.Xml.Text.Of(Messages.Migration_Redefined, Name));
        }

        _isKept = true;
        _host.Definitions.Write(_document);
    }

    /// <summary>Restores the previous definition, if it was replaced and nobody has changed it since.</summary>
    public async Task TakeBackAsync()
    {
        if (!_isKept)
        {
            return;
        }

        using DomainLock names = await _host.Folder.LockAsync(StateFolder.Names, Name, CancellationToken.None);
        if (_host.Definitions.Read(Name)?.Text != _document.Text)
        {
            return;
        }

        if (_before is null)
        {
            _host.Definitions.Delete(Name);
        }
        else
        {
            _host.Definitions.Write(_before);
        }
    }
}

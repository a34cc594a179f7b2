using NVirt.Cpu;

namespace NVirt.Domains;

public sealed partial class TestDriver
{
    /// <summary>The end of one migration to here.</summary>
#pragma warning disable CA1001 // What it holds is given back when the guest is taken over or removed, one of which always comes.
    private sealed class Incoming(TestDriver driver) : IArrivingGuest
#pragma warning restore CA1001
    {
        private TestWork? _work;
        private TestLink? _link;
        private DomainDocument? _kept;

        public string Name => driver.Uri.ToString();

        public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation)
        {
            driver.Validate(offer.Document);
            TestCpu cpu = Judge(offer);
            TestDomain domain = driver.Look(() => Place(offer.Document));
            IDisposable turn = await domain.TakeAsync("incoming", driver._options.Patience, cancellation);
            try
            {
                driver.Look(() => Reserve(domain, offer.Document, cpu));
            }
            catch
            {
                turn.Dispose();
                throw;
            }

            _work = new TestWork(driver._domains, domain, turn);
            await _work.DoAsync(token => driver.StepAsync(TestStep.Prepare, domain, token), cancellation);
            _kept = offer.IsPersistent ? offer.Definition ?? offer.Document : null;
            _link = new TestLink();
            return _link.Address;
        }

        public async Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation)
        {
            TestWork work = _work!;
            await work.DoAsync(_link!.Arrived.WaitAsync, cancellation);
            await work.DoAsync(token => driver.StepAsync(TestStep.Finish, work.Domain, token), cancellation);
            DomainSummary arrived = driver.Look(() => Arrive(work.Domain, isPaused));
            Leave();
            return arrived;
        }

        public Task RemoveAsync()
        {
            if (_work is { } work)
            {
                driver.Look(() =>
                {
                    work.Domain.Guest = null;
                    driver._domains.Forget(work.Domain);
                });
            }

            Leave();
            return Task.CompletedTask;
        }

        // A guest that runs here is refused at once: it may be the very one that wants to move.
        private TestDomain Place(DomainDocument document)
        {
            TestDomain domain = driver._domains.ForDocument(document.Definition.Name!, document.Definition.Uuid);
            return domain.Guest is null ? domain : throw DomainException.AlreadyRuns(domain.Name);
        }

        // Another of the same name or UUID may have come while this one waited.
        private void Reserve(TestDomain domain, DomainDocument document, TestCpu cpu)
        {
            TestDomain there = Place(document);
            if (there != domain && driver._domains.Has(there))
            {
                throw DomainException.NameTaken(there.Name, there.Uuid);
            }

            domain.Guest = driver.NewGuest(document, cpu, DomainState.Paused) with { Reason = "incoming" };
            driver._domains.Keep(domain);
        }

        private TestCpu Judge(MigrationOffer offer)
        {
            try
            {
                return driver._cpus.BuildSame(offer);
            }
            catch (CpuException e)
            {
                throw new DomainException(DomainErrorKind.Refused, e.Message, e);
            }
        }

        private DomainSummary Arrive(TestDomain domain, bool isPaused)
        {
            domain.Guest = domain.RequireGuest() with { State = isPaused ? DomainState.Paused : DomainState.Running, Reason = null };
            if (_kept is not null)
            {
                domain.Definition = _kept;
                driver.Tell(domain, DomainEventKind.Defined);
            }

            driver.Tell(domain, DomainEventKind.Started, "migrated");
            return domain.Summary;
        }

        private void Leave()
        {
            _link?.Dispose();
            _work?.Dispose();
            (_link, _work) = (null, null);
        }
    }
}

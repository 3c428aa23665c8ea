# title: indices, loops and repeated code, names of variables without sense
# exercise: Exercise 2

# %% scatter-plots
%matplotlib inline
import matplotlib.pyplot as pyplot
lum=[];siz=[];mag=[]
for i in range(len(stars)):
    lum.append(stars.iloc[i]['Luminosity'])
    siz.append(stars.iloc[i]['Size'])
    mag.append(stars.iloc[i]['A_M'])
figure=pyplot.figure(1,figsize=(10,5))
pyplot.clf()
for i in [1,2]:
    pyplot.subplot(1,2,i)
    if i==1:
        pyplot.scatter(lum,mag)
        pyplot.xlabel('Luminosity (x sun)')
    if i==2:
        pyplot.scatter(siz,mag)
        pyplot.xlabel('Size (x sun)')
    pyplot.ylabel('A_M')
pyplot.show()

# %% log-correlation
def log_correlation(x,y):
    a=[]; b=[]
    for i in range(len(x)):
        if list(x)[i]<=0:
            return float("nan")
        else:
            a.append(np.log(list(x)[i]))
            b.append(list(y)[i])
    r=np.corrcoef(a,b)
    r=r[0]
    r=r[1]
    #print(r)
    return r

# %% log-numbers
log_variable='Luminosity'
pair=stars[['Luminosity','A_M']]
r_before=pair.corr()
r_before=r_before['A_M']['Luminosity']
pair2=pair.copy()
pair2['Luminosity']=np.log(pair['Luminosity'])
r_after=pair2.corr()
r_after=r_after['A_M']['Luminosity']

# %% log-effect
x=r_before
y=r_after
if x<0: x=-x
if y<0: y=-y
if y-x>0.01:
    effect='stronger'
if y-x<-0.01:
    effect='weaker'
if y-x<=0.01 and y-x>=-0.01:
    effect='unchanged'
effect
